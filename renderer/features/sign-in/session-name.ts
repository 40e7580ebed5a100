/** A session name from a start URL: `https://harborline.awsapps.com/start` → `harborline`. */
export function sessionNameOf(startUrl: string, taken: readonly string[]): string {
  const host = URL.canParse(startUrl) ? new URL(startUrl).hostname : ''
  const [first = ''] = host.split('.')
  const base = first.replace(/[^\w-]/g, '').slice(0, 48) || 'aws'
  const numbered = (count: number): string => (count === 1 ? base : `${base}-${count}`)
  let count = 1
  while (taken.includes(numbered(count))) count += 1
  return numbered(count)
}
