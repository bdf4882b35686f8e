// Writes Parquet files with hyparquet-writer, of the kinds that others write, into the
// directory that is the last argument. Run in web/, where its packages are.
import { parquetWriteFile } from 'hyparquet-writer'

const dir = process.argv.at(-1)
const point = (x, y) => {
	const b = new DataView(new ArrayBuffer(21))
	b.setUint8(0, 1)
	b.setUint32(1, 1, true)
	b.setFloat64(5, x, true)
	b.setFloat64(13, y, true)
	return new Uint8Array(b.buffer)
}
const geo = (column) => [{ key: 'geo', value: JSON.stringify({ version: '1.0.0', primary_column: 'geometry', columns: { geometry: column } }) }]
const root = (n) => ({ name: 'root', num_children: n })
const optional = (e) => ({ ...e, repetition_type: 'OPTIONAL' })
const required = (e) => ({ ...e, repetition_type: 'REQUIRED' })
const text = (name) => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8' })
const list = (name, ...element) => [
	optional({ name, num_children: 1, converted_type: 'LIST' }), { name: 'list', num_children: 1, repetition_type: 'REPEATED' }, ...element]

// Every type, nested ones too, and coordinates in EPSG:4326.
parquetWriteFile({
	filename: dir + '/types.parquet',
	columnData: [
		{ name: 'id', data: ['a', 'b', 'c'] },
		{ name: 'geometry', data: [point(38.99, 35.95), null, point(-180.00000000000003, 90)] },
		{ name: 'day', data: [new Date('2026-01-19'), null, new Date('1969-12-31')] },
		{ name: 'at', data: [new Date('2026-01-19T10:30:00.250Z'), new Date('2026-01-20T00:00:00Z'), null] },
		{ name: 'price', data: [12.5, -0.25, null] },
		{ name: 'big', data: [9007199254740993n, -1n, null] },
		{ name: 'unsigned', data: [4294967295, 0, null] },
		{ name: 'share', data: [0.1, NaN, null] },
		{ name: 'open', data: [true, false, null] },
		{ name: 'uuid', data: ['00112233-4455-6677-8899-aabbccddeeff', null, null] },
		{ name: 'extra', data: [{ a: [1, { b: 'ä' }] }, [], null] },
		{ name: 'raw', data: [new Uint8Array([0xff, 0]), null, null] },
		{ name: 'tags', data: [['x', null, 'y'], [], null] },
		{ name: 'matrix', data: [[[1, 2], [], [3]], [null], null] },
		{ name: 'who', data: [{ name: 'n', age: 7 }, { name: null, age: null }, null] },
		{ name: 'parts', data: [[{ k: 'p', n: 1 }, { k: null, n: 2 }], [], null] },
		{ name: 'names', data: [{ en: 'Raqqa', ar: 'الرقة' }, {}, null] },
	],
	schema: [
		root(17),
		required(text('id')),
		optional({ name: 'geometry', type: 'BYTE_ARRAY' }),
		optional({ name: 'day', type: 'INT32', converted_type: 'DATE' }),
		optional({ name: 'at', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }),
		optional({ name: 'price', type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 8 }),
		optional({ name: 'big', type: 'INT64' }),
		optional({ name: 'unsigned', type: 'INT32', converted_type: 'UINT_32' }),
		optional({ name: 'share', type: 'FLOAT' }),
		optional({ name: 'open', type: 'BOOLEAN' }),
		optional({ name: 'uuid', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } }),
		optional({ name: 'extra', type: 'BYTE_ARRAY', converted_type: 'JSON' }),
		optional({ name: 'raw', type: 'BYTE_ARRAY' }),
		...list('tags', optional(text('element'))),
		...list('matrix', optional({ name: 'element', num_children: 1, converted_type: 'LIST' }),
			{ name: 'list', num_children: 1, repetition_type: 'REPEATED' }, required({ name: 'element', type: 'INT32' })),
		optional({ name: 'who', num_children: 2 }), optional(text('name')), optional({ name: 'age', type: 'INT32' }),
		...list('parts', required({ name: 'element', num_children: 2 }), optional(text('k')), required({ name: 'n', type: 'INT32' })),
		optional({ name: 'names', num_children: 1, converted_type: 'MAP' }),
		{ name: 'key_value', num_children: 2, repetition_type: 'REPEATED' }, required(text('key')), optional(text('value')),
	],
	kvMetadata: geo({ encoding: 'WKB', geometry_types: ['Point'], crs: { type: 'GeographicCRS', name: 'WGS 84', id: { authority: 'EPSG', code: 4326 } } }),
})

// No metadata: a pair of numbers, integers as ids that are not unique by name.
parquetWriteFile({
	filename: dir + '/lonlat.parquet',
	columnData: [
		{ name: 'Longitude', data: [38.99, null], type: 'DOUBLE' },
		{ name: 'Latitude', data: [35.95, 36.1], type: 'DOUBLE' },
		{ name: 'id', data: [7, 8], type: 'INT32' },
		{ name: 'count', data: [1n, 2n], type: 'INT64', encoding: 'DELTA_BINARY_PACKED' },
	],
})

// The newer type for geometries, in metadata of no kind.
parquetWriteFile({
	filename: dir + '/geometry.parquet',
	columnData: [{ name: 'shape', data: [{ type: 'LineString', coordinates: [[1, 2], [3, 4]] }, { type: 'Point', coordinates: [5, 6] }], type: 'GEOMETRY' }],
})

// GeoArrow's encoding, in a projected system.
parquetWriteFile({
	filename: dir + '/native.parquet',
	columnData: [{ name: 'geometry', data: [[[{ x: 500000, y: 3987000 }, { x: 600000, y: 3987000 }, { x: 600000, y: 4087000 }, { x: 500000, y: 3987000 }]], null] }],
	schema: [
		root(1),
		...list('geometry', required({ name: 'element', num_children: 1, converted_type: 'LIST' }),
			{ name: 'list', num_children: 1, repetition_type: 'REPEATED' }, required({ name: 'element', num_children: 2 }),
			required({ name: 'x', type: 'DOUBLE' }), required({ name: 'y', type: 'DOUBLE' })),
	],
	kvMetadata: geo({ encoding: 'polygon', geometry_types: ['Polygon'], crs: { type: 'ProjectedCRS', name: 'WGS 84 / UTM zone 37N', id: { authority: 'EPSG', code: 32637 } } }),
})

// A system that nobody here knows.
parquetWriteFile({
	filename: dir + '/lambert.parquet',
	columnData: [{ name: 'geometry', data: [point(652000, 6862000)], type: 'BYTE_ARRAY' }],
	kvMetadata: geo({ encoding: 'WKB', geometry_types: [], crs: { type: 'ProjectedCRS', name: 'RGF93 / Lambert-93', id: { authority: 'EPSG', code: 2154 } } }),
})
