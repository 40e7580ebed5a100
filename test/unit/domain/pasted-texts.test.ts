import { expect, test } from 'vitest'
import type { LeftOut, PastedValues } from '#domain/pasted/pasted.ts'
import { readPasted } from '#domain/pasted/read-pasted.ts'

const pg = { kind: 'postgresql', port: '5432', host: 'db.internal', name: 'db' } as const
const my = { kind: 'mysql', port: '3306', host: 'db.internal', name: 'db' } as const
const re = { kind: 'redis', port: '6379', host: 'cache.internal', name: 'cache' } as const
const mongo = { kind: 'tcp', port: '27017', host: 'docs.internal', name: 'docs' } as const
const oracle = { kind: 'tcp', port: '1521', host: 'db.internal', name: 'db' } as const
const password = { what: 'password' } as const
const full = { ...pg, username: 'app', database: 'orders' } as const

const dataGrip = `#DataSourceSettings#
#LocalDataSource: Orders (prod)
#BEGIN#
<data-source source="LOCAL" name="Orders (prod)" uuid="1f2e3d4c-0000-4000-8000-000000000000"><driver-ref>postgresql</driver-ref><synchronize>true</synchronize><jdbc-driver>org.postgresql.Driver</jdbc-driver><jdbc-url>jdbc:postgresql://db.internal:5432/orders?sslmode=require&amp;connectTimeout=10</jdbc-url><secret-storage>master_key</secret-storage><user-name>app</user-name></data-source>
#END#`

const texts: readonly (readonly [string, PastedValues, readonly LeftOut[]])[] = [
  // conninfo
  ['host=db.internal port=5432 dbname=orders user=app', full, []],
  ["host = db.internal  user='app' dbname = 'orders' password='hun\\'ter2 x'", full, [password]],
  ['[orders]\nhost=db.internal\nport=5432\ndbname=orders\nuser=app\npassword=hunter2\n', full, [password]],
  ['service=orders user=app', { kind: 'postgresql', username: 'app' }, [{ what: 'service' }]],
  ['psql service=orders', { kind: 'postgresql' }, [{ what: 'service' }]],
  // psql and its kin
  ['psql -h db.internal -p 5432 -U app -d orders', full, []],
  ['psql -h db.internal -U app orders', full, []],
  ['psql -h db.internal orders app', full, []],
  ['psql -h db.internal -d orders app', full, []],
  ['psql -w -h db.internal -U app orders', full, []],
  ['psql -wh db.internal -U app orders', full, []],
  ['psql -h db.internal -U app -w orders', { ...pg, username: 'app' }, [{ what: 'word' }]],
  ['psql -h db.internal -U app -W orders', { ...pg, username: 'app' }, [{ what: 'word' }]],
  ['pg_dump postgres://app@db.internal/orders', full, []],
  ['pg_isready -h db.internal -d orders', { ...pg, database: 'orders' }, []],
  ['psql -hdb.internal -Uapp orders -At -c "select 1"', full, []],
  ['psql --host=db.internal --username app --dbname=orders', full, []],
  ['$ PGPASSWORD=hunter2 psql -h db.internal -U app orders', full, [password]],
  ['PGHOST=db.internal PGUSER=app PGDATABASE=orders psql', full, []],
  ['psql “host=db.internal dbname=orders user=app”', full, []],
  ['pg_dump -Fc -h db.internal -U app orders > orders.dump', full, []],
  ['psql postgresql://app:hunter2@db.internal/orders', full, [password]],
  // mysql and its kin
  ['mysql -h db.internal -P 3306 -u root shop', { ...my, username: 'root', database: 'shop' }, []],
  ['mysql -h db.internal -u root -phunter2', { ...my, username: 'root' }, [password]],
  ['mysql -h db.internal -u root -p shop', { ...my, username: 'root' }, [{ what: 'word' }]],
  ['mysql -h db.internal -u root -p --database=shop', { ...my, username: 'root', database: 'shop' }, []],
  ['mysqldump --host db.internal --user=root shop | gzip > x', { ...my, username: 'root', database: 'shop' }, []],
  ['mariadb -hdb.internal -uroot', { ...my, username: 'root' }, []],
  // Redis
  ['redis-cli -h cache.internal -p 6379 --tls', re, []],
  ['redis-cli -h cache.internal --user app -a hunter2 get x', { ...re, username: 'app' }, [password]],
  ['redis-cli -u rediss://:hunter2@cache.internal:6379', re, [password]],
  ['valkey-cli -h cache.internal', re, []],
  // MongoDB
  [
    'mongosh "mongodb://app:hunter2@docs.internal:27017/orders?tls=true"',
    { ...mongo, username: 'app', database: 'orders' },
    [password, { what: 'parts', names: ['tls'] }],
  ],
  ['mongosh --host docs.internal:27017 -u app -p hunter2', { ...mongo, username: 'app' }, [password]],
  ['mongosh mongodb://docs.internal --tls --tlsCAFile global-bundle.pem', mongo, []],
  // ssh
  [
    'ssh -N -L 15432:db.internal:5432 ec2-user@i-0ab3f29c81d7e4402',
    { ...pg, localPort: '15432', by: 'id', instance: 'i-0ab3f29c81d7e4402' },
    [],
  ],
  [
    'ssh -i key.pem -fNL 127.0.0.1:15432:db.internal:5432 ec2-user@bastion.example.com',
    { ...pg, localPort: '15432' },
    [{ what: 'target' }],
  ],
  // keys and values
  ['Host=db.internal;Port=5432;Username=app;Password=hunter2;Database=orders', full, [password]],
  [
    'Server=tcp:db.internal,1433;Initial Catalog=shop;User ID=sa;Password=hunter2;Encrypt=True',
    { kind: 'tcp', port: '1433', host: 'db.internal', name: 'db', username: 'sa', database: 'shop' },
    [password, { what: 'parts', names: ['encrypt'] }],
  ],
  // JDBC
  ['jdbc:oracle:thin:@db.internal:1521:ORCL', { ...oracle, database: 'ORCL' }, [{ what: 'scheme', name: 'oracle' }]],
  [
    'jdbc:oracle:thin:app/hunter2@//db.internal:1521/orders',
    { ...oracle, username: 'app', database: 'orders' },
    [password, { what: 'scheme', name: 'oracle' }],
  ],
  [
    'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=db.internal)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=orders)))',
    { ...oracle, database: 'orders' },
    [{ what: 'scheme', name: 'oracle' }],
  ],
  ['jdbc:redshift:iam://db.internal:5439/dev', { ...pg, port: '5439', database: 'dev' }, []],
  [
    'jdbc:sqlserver://db.internal\\SQLEXPRESS:1433;databaseName=shop;user=sa;password={hun;t}}er2}',
    { kind: 'tcp', port: '1433', host: 'db.internal', name: 'db', username: 'sa', database: 'shop' },
    [password],
  ],
  [
    'jdbc:mariadb:loadbalance://db.internal,b.internal/shop',
    { ...my, database: 'shop' },
    [{ what: 'hosts', count: 2 }],
  ],
  [
    'jdbc:clickhouse://db.internal:8443/logs',
    { kind: 'tcp', port: '8443', host: 'db.internal', name: 'db', database: 'logs' },
    [{ what: 'scheme', name: 'clickhouse' }],
  ],
  ['jdbc:redis://cache.internal:6379', re, []],
  [
    'jdbc:jtds:sqlserver://db.internal:1433/shop;user=sa',
    { kind: 'tcp', port: '1433', host: 'db.internal', name: 'db', username: 'sa', database: 'shop' },
    [],
  ],
  // DataGrip
  [dataGrip, { ...full, name: 'Orders (prod)' }, [{ what: 'parts', names: ['sslmode', 'connectTimeout'] }]],
  // ARNs
  [
    'arn:aws:rds:eu-west-1:123456789012:cluster:orders-db',
    { name: 'orders-db', region: 'eu-west-1' },
    [{ what: 'arn' }],
  ],
  [
    'arn:aws-cn:elasticache:cn-north-1:123456789012:replicationgroup:sessions',
    { kind: 'redis', name: 'sessions', region: 'cn-north-1' },
    [{ what: 'arn' }],
  ],
  [
    'arn:aws:ecs:eu-west-1:123456789012:service/my_cluster/api',
    { by: 'ecs', cluster: 'my_cluster', service: 'api', region: 'eu-west-1' },
    [],
  ],
  [
    'arn:aws:ec2:eu-west-1:123456789012:instance/i-0ab3f29c81d7e4402',
    { by: 'id', instance: 'i-0ab3f29c81d7e4402', region: 'eu-west-1' },
    [],
  ],
  // ECS tasks, in clusters with any name
  [
    `aws ssm start-session --target ecs:my_own_cluster_${'0a'.repeat(16)}_${'0b'.repeat(16)}-42 --parameters host=db.internal,portNumber=5432`,
    { ...pg, by: 'ecs', cluster: 'my_own_cluster' },
    [{ what: 'task' }],
  ],
  // what stands in files
  ['const url = "postgres://app:hunter2@db.internal/orders";', full, [password]],
  ['"url": "postgres://app@db.internal/orders",', full, []],
  ['  url: jdbc:postgresql://db.internal/orders?user=app', full, []],
  ['DB_PASSWORD=hunter2\nDATABASE_URL=postgres://app@db.internal/orders', full, []],
]

test.each(texts)('%s', (text, values, leftOut) => {
  const read = readPasted(text)
  expect(read).toEqual({ values, profile: null, leftOut })
  expect(JSON.stringify(read)).not.toMatch(/hun|ter2/)
})

test.each([
  ['orders.c1kq8zv0m2pd.eu-west-1.rds.amazonaws.com', 'eu-west-1'],
  ['orders.c1kq8zv0m2pd.us-gov-west-1.rds.amazonaws.com', 'us-gov-west-1'],
  ['orders.c1kq8zv0m2pd.rds.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['orders.c1kq8zv0m2pd.cn-north-1.rds.amazonaws.com.cn', 'cn-north-1'],
  ['orders.c1kq8zv0m2pd.us-iso-east-1.rds.c2s.ic.gov', 'us-iso-east-1'],
  ['orders.c1kq8zv0m2pd.us-isob-east-1.rds.sc2s.sgov.gov', 'us-isob-east-1'],
  ['orders.c1kq8zv0m2pd.us-isof-south-1.rds.csp.hci.ic.gov', 'us-isof-south-1'],
  ['orders.c1kq8zv0m2pd.eu-isoe-west-1.rds.cloud.adc-e.uk', 'eu-isoe-west-1'],
  ['orders.c1kq8zv0m2pd.eusc-de-east-1.rds.amazonaws.eu', 'eusc-de-east-1'],
  ['orders.proxy-c1kq8zv0m2pd.eu-west-1.rds.amazonaws.com', 'eu-west-1'],
])('%s is in %s', (host, region) => expect(readPasted(host)?.values).toMatchObject({ host, name: 'orders', region }))
