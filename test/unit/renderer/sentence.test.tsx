import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Sentence } from '../../../renderer/ui/sentence.tsx'

const mono = (text: string): readonly string[] =>
  [...renderToStaticMarkup(<Sentence text={text} />).matchAll(/<span class="mono">(.*?)<\/span>/g)].map(
    ([, part = '']) => part,
  )

test.each([
  [
    'lacks ssm:StartSession on arn:aws:ec2:ap-northeast-1:482100973316:instance/i-0ab3f29c81d7e4402. Copy the request.',
    'arn:aws:ec2:ap-northeast-1:482100973316:instance/i-0ab3f29c81d7e4402',
  ],
  ['on arn:aws:ssm:*:*:session/mika.sato-*.', 'arn:aws:ssm:*:*:session/mika.sato-*'],
  ['i-0ab3f29c81d7e4402 does not report.', 'i-0ab3f29c81d7e4402'],
  ['orders.cq04.rds.amazonaws.com:5432 did not answer.', 'orders.cq04.rds.amazonaws.com:5432'],
])('of "%s" one thing is set apart, as a whole', (text, literal) => {
  expect(mono(text)).toEqual([literal])
})
