import './sign-in.css'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Logo } from '../../ui/logo.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { Notices } from '../../parts/notices/banners.tsx'
import { HopNode, PipeSegment } from '../../parts/route/hop-node.tsx'

const hops = ['client', 'port', 'session', 'target', 'endpoint'] as const

/** The five hops explained, beside the form. */
function Explanation() {
  const { explain } = useWords().signIn
  return (
    <aside className="first-side">
      <ol className="explanation">
        {hops.map((kind, index) => {
          const [title, text] = explain[kind]
          return (
            <li key={kind} className="hop" data-health="idle">
              <HopNode kind={kind} health="idle" container={false} size="large" />
              {index === hops.length - 1 ? null : <PipeSegment pipe="idle" moving={false} />}
              <div>
                <b>{title}</b>
                <p>{text}</p>
              </div>
            </li>
          )
        })}
      </ol>
    </aside>
  )
}

interface FrameProps {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

/** The page of the first run and of every later sign-in. */
export function SignInFrame({ title, lead, children }: FrameProps) {
  const words = useWords()
  const { view } = useServices()
  const { tunnels, signIns } = useSnapshot()
  const settled = tunnels.length > 0 || signIns.some((signIn) => signIn.status.kind === 'signed-in')
  return (
    <main className="first">
      <div className="first-drag" />
      <div className="first-notices">
        <Notices />
      </div>
      <div className="first-main">
        <div className="first-content">
          <Logo size={30} />
          <h1>{title}</h1>
          <p className="lead">
            <Sentence text={lead} />
          </p>
          {children}
        </div>
        {settled ? (
          <div className="first-back">
            <Button
              variant="ghost"
              icon={<ArrowLeft size={14} />}
              onClick={() => view.setState({ screen: { name: 'tunnels' } })}
            >
              {words.signIn.back}
            </Button>
          </div>
        ) : null}
      </div>
      <Explanation />
    </main>
  )
}
