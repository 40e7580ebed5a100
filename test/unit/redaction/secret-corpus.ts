import { letters, pick } from '../../support/seeded-random.ts'

/** A text with a secret in it. `secret` is what must be gone, all of it. */
export interface Planted {
  readonly text: string
  readonly secret: string
}

type Random = () => number
type Plant = (random: Random) => Planted

const digits = '0123456789'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const lower = upper.toLowerCase()
const word = `${upper}${lower}${digits}`
const base64 = `${word}+/`
const base64url = `${word}-_`

/** Drawn from the alphabet, with one of each kind of character, as nearly every key of the length has. */
const drawn = (random: Random, alphabet: string, length: number): string =>
  `${letters(random, alphabet, length - 3)}${letters(random, upper, 1)}${letters(random, lower, 1)}${letters(random, digits, 1)}`

/** What people choose: marks of every sort, those of URLs and settings among them. */
const password = (random: Random): string =>
  `${drawn(random, `${word}@:/?#%+!$*~^-_.=`, 12)}${pick(random, ['9x', 'Qz'])}`

/** A named value as programs, files, shells, JSON and headers write it. */
const assigned = (random: Random, name: string, value: string): string =>
  pick(random, [
    `${name}=${value}`,
    `${name} = ${value}`,
    `${name}: ${value}`,
    `${name}="${value}"`,
    `export ${name}='${value}'`,
    JSON.stringify({ a: 1, [name]: value, b: [name] }),
    JSON.stringify({ body: JSON.stringify({ [name]: value }) }),
    JSON.stringify([JSON.stringify({ body: JSON.stringify({ [name]: value, c: 2 }) })]),
    `{${name}=${value}, region=eu-west-1}`,
  ])

const named =
  (names: readonly string[], make: (random: Random) => string): Plant =>
  (random) => {
    const secret = make(random)
    return { text: assigned(random, pick(random, names), secret), secret }
  }

const inUrl =
  (urls: readonly ((secret: string) => string)[], make: (random: Random) => string): Plant =>
  (random) => {
    const secret = make(random)
    return { text: pick(random, urls)(secret), secret }
  }

const accessKey = (random: Random): string =>
  `${pick(random, ['AKIA', 'ASIA'])}${letters(random, `${upper}234567`, 16)}`
const secretKey = (random: Random): string => drawn(random, base64, 40)
const stsToken = (random: Random): string =>
  `${pick(random, ['IQoJb3JpZ2luX2Vj', 'FwoGZXIvYXdzE', 'AQoDYXdzE'])}${letters(random, base64, 300)}==`
const tokenValue = (random: Random): string => `AAEAA${letters(random, base64, 200)}=`
const accessToken = (random: Random): string =>
  `aoaAAAAAG${letters(random, base64url, 60)}:${letters(random, base64, 40)}`
const refreshToken = (random: Random): string =>
  `aorAAAAAG${letters(random, base64url, 60)}:${letters(random, base64, 40)}`
const webToken = (random: Random): string =>
  ['eyJraWQiOiJrZXktMTU2', 'eyJwbGFpbnRleHQi'].map((head) => head + letters(random, base64url, 60)).join('.')
const opaque = (random: Random): string => drawn(random, base64url, 43)
const signature = (random: Random): string => letters(random, '0123456789abcdef', 64)
const person = (random: Random): string =>
  pick(random, ['Jane Doe', 'Jörg Müller', 'Ann Mary Lee', 'janedoe', '田中 太郎'])

/** Every form of secret that this app meets, by name, as random text. */
export const secretCorpus: Readonly<Record<string, Plant>> = {
  'access key id': (random) => {
    const secret = accessKey(random)
    return { text: pick(random, [secret, `key ${secret}.`, `"${secret}"`, `Credential=${secret}/20261122/x`]), secret }
  },
  'secret access key by name': named(
    ['SecretAccessKey', 'secretAccessKey', 'aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY'],
    secretKey,
  ),
  'secret access key by shape': (random) => {
    const secret = secretKey(random)
    return { text: pick(random, [secret, `got ${secret} back`, `"${secret}"`, `(${secret})`]), secret }
  },
  'session token by name': named(['SessionToken', 'aws_session_token', 'AWS_SESSION_TOKEN', 'sessionToken'], stsToken),
  'session token by shape': (random) => {
    const secret = stsToken(random)
    return { text: pick(random, [secret, `with ${secret} of STS`, `["${secret}"]`]), secret }
  },
  'session token by shape, encoded': (random) => {
    const secret = encodeURIComponent(stsToken(random))
    return { text: `?t=${secret}&x=1`, secret }
  },
  'token of another service by shape': (random) => {
    const secret = drawn(random, base64url, 120)
    return { text: `X-Metadata ${secret} expired`, secret }
  },
  'token of a session': named(['TokenValue', 'tokenValue', 'token_value'], tokenValue),
  'token of a session by shape': (random) => {
    const secret = tokenValue(random)
    return { text: `open ${secret}`, secret }
  },
  'access token': named(['accessToken', 'access_token', 'x-amz-sso_bearer_token'], accessToken),
  'refresh token': named(['refreshToken', 'refresh_token'], refreshToken),
  'token of Identity Center by shape': (random) => {
    const secret = pick(random, [accessToken, refreshToken])(random)
    return { text: `token file held ${secret}`, secret }
  },
  'client secret': named(['clientSecret', 'client_secret'], webToken),
  'client secret by shape': (random) => {
    const secret = webToken(random)
    return { text: `registered ${secret} today`, secret }
  },
  'device code': named(['deviceCode', 'device_code'], opaque),
  'code verifier': named(['codeVerifier', 'code_verifier'], opaque),
  'OAuth code': inUrl(
    [
      (secret) => `GET /oauth/callback?code=${secret}&state=x HTTP/1.1`,
      (secret) => `grant_type=authorization_code&code=${secret}`,
      (secret) => `code=${secret}&client_id=1`,
      (secret) => JSON.stringify({ code: secret }),
      (secret) => `http://127.0.0.1:51234/oauth/callback?state=x&code=${secret}#done`,
    ],
    (random) => `eyJ${opaque(random)}`,
  ),
  'short OAuth code': inUrl(
    [(secret) => `/oauth/callback?code=${secret}&x=1`, (secret) => `/oauth/callback?x=1&state=${secret}`],
    (random) => drawn(random, word, 10),
  ),
  'OAuth state': inUrl(
    [
      (secret) => `/oauth/callback?state=${secret}`,
      (secret) => `https://oidc.eu-west-1.amazonaws.com/authorize?response_type=code&state=${secret}&scopes=x`,
      (secret) => JSON.stringify({ state: secret }),
    ],
    opaque,
  ),
  'token for container credentials': named(['AWS_CONTAINER_AUTHORIZATION_TOKEN'], (random) =>
    letters(random, 'abcdef0123456789', 32),
  ),
  'password in a URL': inUrl(
    [
      (secret) => `postgresql://app_ro:${secret}@db.internal:5432/orders`,
      (secret) => `redis://:${secret}@localhost`,
      (secret) => `mysql://root:${secret}@[::1]:3306/x, later`,
      (secret) => `"https://me:${secret}@opensearch.example.com/"`,
    ],
    password,
  ),
  'password of a proxy': inUrl(
    [
      (secret) => `HTTPS_PROXY=http://jane:${secret}@proxy.corp:3128`,
      (secret) => `https_proxy=jane:${secret}@proxy.corp:3128`,
      (secret) => `proxy http://corp%5Cjane:${secret}@10.0.0.1:8080 refused`,
    ],
    password,
  ),
  'authorization header': inUrl(
    [
      (secret) => `Authorization: Bearer ${secret}`,
      (secret) => `authorization: ${secret}\r\nhost: x`,
      (secret) => JSON.stringify({ headers: { Authorization: `Basic ${secret}` } }),
      (secret) => `Proxy-Authorization: Basic ${secret}`,
      (secret) => `Authorization: Token id=1, response=${secret}`,
      (secret) => `Set-Cookie: theme=dark; sid=${secret}; Path=/`,
      (secret) => `curl -H "Authorization: ${secret}"`,
      (secret) => `sent Bearer ${secret}`,
    ],
    opaque,
  ),
  'signature of a header': inUrl(
    [
      (secret) =>
        `Authorization: AWS4-HMAC-SHA256 Credential=x/20261122/eu-west-1/ssm/aws4_request, SignedHeaders=host, Signature=${secret}`,
      (secret) => `AWS4-HMAC-SHA256 Credential=x/y, SignedHeaders=host;x-amz-date, Signature=${secret}`,
    ],
    signature,
  ),
  'security token header': named(['X-Amz-Security-Token', 'x-amz-security-token'], stsToken),
  'signature in a query': inUrl(
    [
      (secret) => `https://s3/x?X-Amz-Date=1&X-Amz-Signature=${secret}`,
      (secret) => `?X-Amz-Signature=${secret}&X-Amz-Expires=60`,
      (secret) => `to=https%3A%2F%2Fx%3FX-Amz-Signature%3D${secret}`,
    ],
    signature,
  ),
  'security token in a query': inUrl(
    [(secret) => `wss://ssmmessages/x?X-Amz-Security-Token=${secret}&X-Amz-Date=1`],
    (random) => encodeURIComponent(stsToken(random)),
  ),
  'password in a connection string': inUrl(
    [
      (secret) => `host=localhost port=5432 password=${secret} user=app`,
      (secret) => `jdbc:postgresql://localhost:15432/orders?user=app&password=${secret}&ssl=true`,
      (secret) => `jdbc:sqlserver://localhost:1433;databaseName=a;password=${secret};encrypt=true`,
      (secret) => `psql "host=localhost password=${secret}"`,
      (secret) => `PGPASSWORD=${secret} psql -h localhost`,
      (secret) => `MYSQL_PWD='${secret}' mysql`,
    ],
    password,
  ),
  'private key': inUrl(
    [
      (secret) => `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----\nmore`,
      (secret) =>
        JSON.stringify({ pem: `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----` }),
      (secret) => `-----BEGIN PRIVATE KEY-----\n${secret}`,
    ],
    (random) => `${letters(random, base64, 30)}\n${letters(random, base64, 20)}`,
  ),
}

/** Paths with the name of a person in them. */
export const homeCorpus: Readonly<Record<string, Plant>> = {
  'home folder': inUrl(
    [
      (secret) => `open /home/${secret}/.aws/config`,
      (secret) => `/Users/${secret}/Library/Logs/culvert.log is full`,
      (secret) => `C:\\Users\\${secret}\\AppData\\Roaming\\Culvert`,
      (secret) => JSON.stringify({ path: `C:\\Users\\${secret}\\.aws` }),
      (secret) => `file:///C:/Users/${secret}/x.json`,
      (secret) => `'/home/${secret}'`,
      (secret) => `cd "/Users/${secret}"`,
    ],
    person,
  ),
}

/** What people need in order to help, and what must stay. */
export const harmless: readonly string[] = [
  'arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSessionToRemoteHost',
  'arn:aws:sts::********9012:assumed-role/AWSReservedSSO_DatabaseAccess_0a1b2c3d4e5f6071/jane',
  'i-0ab3c4d5e6f74402',
  'mi-0ab3c4d5e6f744021',
  'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com:5432',
  'vpc-catalog-search-k3vd7xq2lm5tz8w0abcd.eu-west-1.es.amazonaws.com',
  'ecs:platform/9f2c81/app',
  'Role=bastion, Env=prod',
  'session mika.sato-0a1b2c3d4e5f60718',
  'requestId=7d4c0a52-9a31-4a9e-b0c1-2f4a3e5d6c7b',
  'sha 3f786850e387550fdab836ed7e6dc881de23001b',
  'code=ACCESS_DENIED state=ready',
  'SIGN_IN_CALLBACK_UNAVAILABLE (port=51234 reason=in-use)',
  'User is not authorized to perform: ssm:StartSession on resource',
  'The security token included in the request is expired',
  'password authentication failed for user "app_ro"',
  'https://d-90670f1a2b.awsapps.com/start#/',
  'ssm.eu-west-1.amazonaws.com:443 answered 503 in 38 ms',
  '2026-11-22T06:51:12.123Z connecting',
  '/usr/lib/session-manager-plugin/bin/session-manager-plugin 1.2.707.0',
  '/var/opt/team-K7wQ2x/Session-Manager-Plugin/Releases/Production-2026/session-manager-plugin/bin',
]
