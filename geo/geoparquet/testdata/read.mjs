// Reads a Parquet file with hyparquet and writes what it holds as JSON: the metadata
// under "geo", the rows of each group with the box their statistics tell, and all rows.
// Run in web/, where its packages are; the file is the last argument. After
// --footer it leaves out the rows.
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const file = await asyncBufferFromFile(process.argv.at(-1))
const metadata = await parquetMetadataAsync(file)
const value = (key) => metadata.key_value_metadata?.find((kv) => kv.key === key)?.value
const box = (group) => Object.fromEntries(group.columns
	.filter((c) => c.meta_data.path_in_schema[0] === 'bbox')
	.map((c) => [c.meta_data.path_in_schema[1], [c.meta_data.statistics?.min_value, c.meta_data.statistics?.max_value]]))
const rows = process.argv.includes('--footer') ? [] : await parquetReadObjects({ file, metadata, compressors })
const plain = (_, v) => typeof v === 'bigint' ? { int: String(v) } : v
process.stdout.write(JSON.stringify({
	geo: JSON.parse(value('geo') ?? 'null'),
	schema: metadata.schema.map((e) => [e.name, e.type ?? '', e.logical_type?.type ?? '', e.repetition_type ?? '']),
	groups: metadata.row_groups.map((g) => ({ rows: Number(g.num_rows), box: box(g) })),
	rows,
}, plain))
