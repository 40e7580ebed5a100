/**
 * Settings of connection strings that have no place in a tunnel, as their documentation spells them. A name that is shown comes
 * from here and never from the text: what stands where a name is expected may be the rest of a password.
 */
const named: readonly string[] = [
  // libpq
  ...words(`hostaddr channel_binding connect_timeout client_encoding options application_name fallback_application_name
    keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout replication gssencmode gsslib krbsrvname
    sslmode sslnegotiation sslcompression sslcert sslkey sslrootcert sslcrl sslcrldir sslsni requirepeer requiressl
    ssl_min_protocol_version ssl_max_protocol_version target_session_attrs load_balance_hosts require_auth service`),
  // pgjdbc
  ...words(`ssl sslfactory sslResponseTimeout connectTimeout loginTimeout socketTimeout tcpKeepAlive currentSchema
    ApplicationName prepareThreshold preferQueryMode targetServerType loadBalanceHosts readOnly reWriteBatchedInserts
    stringtype defaultRowFetchSize assumeMinServerVersion binaryTransfer cancelSignalTimeout schema`),
  // MySQL and MariaDB
  ...words(`useSSL requireSSL verifyServerCertificate useUnicode characterEncoding charset collation connectionTimeZone
    serverTimezone allowPublicKeyRetrieval autoReconnect allowMultiQueries zeroDateTimeBehavior rewriteBatchedStatements
    cachePrepStmts useServerPrepStmts tinyInt1isBit createDatabaseIfNotExist useCompression serverSslCert ssl-mode
    parseTime loc timeout readTimeout writeTimeout tls`),
  // SQL Server and ADO.NET
  ...words(`encrypt trustServerCertificate hostNameInCertificate integratedSecurity multiSubnetFailover authentication
    sendStringParametersAsUnicode selectMethod instanceName lockTimeout queryTimeout packetSize MultipleActiveResultSets
    Trusted_Connection Pooling Keepalive Timezone`),
  'Integrated Security',
  'Persist Security Info',
  'Trust Server Certificate',
  'Connect Timeout',
  'Connection Timeout',
  'Command Timeout',
  'Application Name',
  'SSL Mode',
  'Max Pool Size',
  'Min Pool Size',
  // Redis and MongoDB
  ...words(`ssl_cert_reqs ssl_ca_certs protocol socket_timeout decode_responses max_connections replicaSet readPreference
    retryWrites retryReads authSource authMechanism tlsCAFile tlsInsecure tlsAllowInvalidHostnames
    tlsAllowInvalidCertificates directConnection appName maxPoolSize minPoolSize journal compressors
    serverSelectionTimeoutMS connectTimeoutMS socketTimeoutMS`),
  // drivers and frameworks
  ...words('pool_timeout connection_limit pgbouncer sslaccept pool_size max_overflow secure compress wrapperPlugins'),
]

function words(text: string): readonly string[] {
  return text.split(/\s+/)
}

const spelling: ReadonlyMap<string, string> = new Map(named.map((name) => [name.toLowerCase(), name]))

/** The documented spelling of a setting's name, whatever its case in the text; null for a name that is not known. */
export function knownSetting(name: string): string | null {
  return spelling.get(name.trim().toLowerCase()) ?? null
}

const tls = /ssl|tls|encrypt|certificate|^secure$/i

/** Whether a setting, or an option of a command, is about TLS between a client and its database. */
export function isTlsSetting(name: string): boolean {
  return tls.test(name)
}

const secret = /pass|pwd|^pw$|secret|token|credential|^(?:key|auth)$/i

/** Whether the value of a setting, a variable or an option of this name is one that nobody may see. */
export function isSecretName(name: string): boolean {
  return secret.test(name.trim())
}
