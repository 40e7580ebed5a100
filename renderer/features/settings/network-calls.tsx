import { Fragment } from 'react'
import { awsCalls, callOccasions } from '#domain/aws-calls/aws-calls.ts'
import { networkWordsOf } from '#words/network/network-words.ts'
import { useLanguage } from '../../app/services.ts'

/** Which calls are made for what, by the names that policies and CloudTrail have for them. */
export function CallList() {
  const say = networkWordsOf(useLanguage())
  return (
    <section>
      <div className="section-head">{say.calls}</div>
      <p className="t2 network-calls-text">{say.callsText}</p>
      <dl className="network-calls">
        {callOccasions.map((occasion) => (
          <div key={occasion}>
            <dt>{say.occasions[occasion]}</dt>
            <dd className="mono">
              {awsCalls[occasion].map((call, index) => (
                <Fragment key={call}>
                  {index === 0 ? '' : ', '}
                  <span className="network-call">{call}</span>
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
