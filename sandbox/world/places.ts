export const homeRegion = 'ap-northeast-1'

export const vpc = {
  prod: 'vpc-0f21ac93d8e5b7041',
  warehouse: 'vpc-03b8d2e61f9ac4750',
  staging: 'vpc-0a97c4e15d20f83b6',
  dev: 'vpc-06d3f1b8e92a5c07d',
  prodIreland: 'vpc-0c58e1f7a4b92d603',
  stagingIreland: 'vpc-01d7b3e96fa84c25a',
  devIreland: 'vpc-0e92c4a7d15f8b360',
  devVirginia: 'vpc-04f6a8d2c91e7b535',
} as const

/** First two bytes of each VPC's /16. */
export const vpcNetworks: Readonly<Record<string, string>> = {
  [vpc.prod]: '10.40',
  [vpc.warehouse]: '10.44',
  [vpc.staging]: '10.60',
  [vpc.dev]: '10.80',
  [vpc.prodIreland]: '10.42',
  [vpc.stagingIreland]: '10.62',
  [vpc.devIreland]: '10.82',
  [vpc.devVirginia]: '10.84',
}

/** What most nodes run. */
export const linux = { platform: 'Amazon Linux', platformVersion: '2023', agentVersion: '3.3.987.0' }
