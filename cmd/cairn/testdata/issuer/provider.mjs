// An issuer of OpenID Connect on 127.0.0.1, made of oidc-provider, for oidc_test.go.
// It prints its address, and then does what the lines on standard input say (JSON),
// with a line of JSON for each: {"do":"down"}, {"do":"up"}, {"do":"rotate"} and
// {"do":"sign","header":{…},"claims":{…}}, which signs with the RSA key in use.
//
// Its clients are called by their group; the resource urn:NAME:ALG:SECONDS is a
// service NAME whose access tokens are signed with ALG and good for so long, and
// urn:NAME:sealed one whose tokens are encrypted.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Provider } from 'oidc-provider';

console.info = console.warn = console.error; // standard output is for answers

let round = 0;
let keys, handler;

// turn replaces all keys, and the provider with them.
function turn() {
  round++;
  keys = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    EdDSA: generateKeyPairSync('ed25519').privateKey,
  };
  handler = provider().callback();
}

function provider() {
  const client = (id, more) => ({
    client_id: id, client_secret: `secret of ${id}`, redirect_uris: [], response_types: [], grant_types: ['client_credentials'], ...more,
  });
  const p = new Provider(address, {
    jwks: { keys: Object.entries(keys).map(([alg, key]) => ({ ...key.export({ format: 'jwk' }), alg, use: 'sig', kid: `${alg}-${round}` })) },
    clients: [
      client('editors'), client('chiefs'), client('strangers'),
      client('cairn', { grant_types: ['authorization_code'], response_types: ['code'], redirect_uris: ['https://desk.example.org/back'] }),
    ],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    scopes: ['openid', 'facts:read', 'facts:write', 'facts:admin'],
    pkce: { required: () => false },
    claims: { openid: ['sub', 'groups'] },
    ttl: { IdToken: 600, AuthorizationCode: 60, Session: 600, Interaction: 600, Grant: 600 },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, groups: ['editors'] }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new p.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid facts:read facts:write facts:admin');
      for (const resource of [ctx.oidc.params.resource ?? []].flat()) grant.addResourceScope(resource, 'facts:read facts:write facts:admin');
      await grant.save();
      return grant;
    },
    interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
    extraTokenClaims: (_, token) => ({ groups: [token.clientId], realm_access: { roles: [token.clientId] } }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => {
          const [, audience, alg, seconds] = resource.split(':');
          const key = Buffer.alloc(32, 7);
          return {
            audience, scope: 'facts:read facts:write facts:admin', accessTokenFormat: 'jwt', accessTokenTTL: Number(seconds ?? 600),
            jwt: alg === 'sealed' ? { sign: { alg: 'RS256' }, encrypt: { alg: 'dir', enc: 'A256GCM', key } } : { sign: alg === 'HS256' ? { alg, key } : { alg } },
          };
        },
      },
    },
  });
  p.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/login/')) return next();
    await p.interactionFinished(ctx.req, ctx.res, { login: { accountId: 'amal' } });
    ctx.respond = false;
  });
  return p;
}

const part = (v) => Buffer.from(JSON.stringify(v)).toString('base64url');

const does = {
  down: () => new Promise((done) => { server.close(() => done('down')); server.closeAllConnections(); }),
  up: () => new Promise((done) => server.listen(port, '127.0.0.1', () => done('up'))),
  rotate: () => { turn(); return 'rotated'; },
  sign: ({ header, claims }) => {
    const now = Math.floor(Date.now() / 1000);
    const text = `${part({ alg: 'RS256', kid: `RS256-${round}`, ...header })}.${part({
      iss: address, aud: 'cairn', sub: 'editors', groups: ['editors'], iat: now, exp: now + 600, ...claims,
    })}`;
    return `${text}.${sign('sha256', Buffer.from(text), keys.RS256).toString('base64url')}`;
  },
};

const server = createServer((q, s) => handler(q, s));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address();
const address = `http://127.0.0.1:${port}`;
turn();
console.log(JSON.stringify(address));
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  console.log(JSON.stringify(await does[order.do](order)));
}
process.exit(0); // standard input has ended: so has the test
