interface Pair {
  readonly config: string
  readonly credentials: string
}

const config = (text: string, credentials = ''): Pair => ({ config: text, credentials })

/** Files as people have them, each with what was once read wrongly in it. */
export const givenPairs: Readonly<Record<string, Pair>> = {
  'keys indented under a section': config(`[sso-session corp]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1
[profile dev]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Reader
    region = eu-west-1
`),
  'keys with a colon': config(`[sso-session corp]
sso_start_url: https://corp.awsapps.com/start
sso_region: eu-west-1
[profile dev]
sso_session: corp
sso_account_id: 111122223333
sso_role_name: Reader
`),
  'hash and semicolon inside values': config(`[profile helper]
credential_process = /opt/helper --label "team #7" ; --really
region = eu-west-1 # Ireland
; a comment
# and another
`),
  'names in quotes, as aws configure sso writes them': config(`[sso-session 'Two Words']
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
[profile "a b"]
sso_session = Two Words
sso_account_id = 111122223333
sso_role_name = Reader
[profile 'it'"'"'s']
region = eu-west-1
`),
  'keys left over beside an SSO profile': config(
    `[profile dev]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Reader
`,
    `[dev]
aws_access_key_id = AKIAOLD
aws_secret_access_key = old
`,
  ),
  'a role beside SSO settings, without a source': config(`[profile dev]
role_arn = arn:aws:iam::111122223333:role/R
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Reader
`),
  'half the keys in each file': config(
    '[profile dev]\naws_access_key_id = A\naws_secret_access_key = a\n',
    '[dev]\naws_access_key_id = B\n',
  ),
  'keys that come before the role of a source': config(
    `[profile top]
role_arn = arn:aws:iam::111122223333:role/Top
source_profile = middle
[profile middle]
role_arn = arn:aws:iam::111122223333:role/Middle
source_profile = nobody
[profile itself]
role_arn = arn:aws:iam::111122223333:role/Itself
source_profile = itself
`,
    '[middle]\naws_access_key_id = M\naws_secret_access_key = m\n[itself]\naws_access_key_id = I\naws_secret_access_key = i\n',
  ),
  'the default profile under both of its names': config(
    '[default]\nregion = eu-west-1\noutput = json\n[profile default]\nregion = us-east-1\n',
  ),
  'what every section gets': config(
    '[DEFAULT]\nregion = eu-west-1\n[profile a]\noutput = json\n[profile b]\nregion = x\n',
  ),
  'services and nested settings': config(`[services local]
ssm =
  endpoint_url = http://127.0.0.1:1
[profile a]
services = local
s3 =
  max_concurrent_requests = 20

    addressing_style = path
region = eu-west-1
`),
  'line breaks of Windows, and of an old Mac': config(
    '[profile a]\r\nregion = eu-west-1\r\n\r\n[profile b]\rregion = us-east-1\r',
  ),
  'a section twice': config('[profile a]\nregion = eu-west-1\n[profile a]\nregion = us-east-1\n'),
  'a key twice': config('[profile a]\nregion = eu-west-1\nRegion = us-east-1\n'),
  'a header that is never closed': config('[profile a]\nregion = eu-west-1\n[profile b\nregion = us-east-1\n'),
  'a header that is never closed, with a sign': config('[profile a]\n[profile b = c\n'),
  'nothing at all': config(''),
}
