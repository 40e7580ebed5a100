type PythonValue = string | number | null | readonly string[] | undefined

/**
 * What Python's `json.dumps(sort_keys=True)` makes of an object whose keys come sorted: separators `", "` and `": "`, everything
 * beyond ASCII as `\u`. What is undefined is left out. The AWS CLI names its cache files by hashes of such texts.
 */
export function pythonJson(value: Readonly<Record<string, PythonValue>>): string {
  const pairs = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [`"${key}": ${textOf(item)}`],
  )
  return `{${pairs.join(', ')}}`
}

function textOf(item: Exclude<PythonValue, undefined>): string {
  const single = (one: string | number | null): string => escapeAsPython(JSON.stringify(one))
  return typeof item === 'object' && item !== null ? `[${item.map(single).join(', ')}]` : single(item)
}

function escapeAsPython(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
