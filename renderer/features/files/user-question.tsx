import { useRef, useState, type FormEvent } from 'react'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useFileWords } from './use-files.ts'

interface UserQuestionProps {
  readonly user: string
  /** The session is to be opened again as that one. */
  readonly onUser: (user: string) => void
  readonly onClose: () => void
}

/** Whom to be on the target over SSH; the session is opened again. */
export function UserQuestion({ user, onUser, onClose }: UserQuestionProps) {
  const words = useWords()
  const say = useFileWords().user
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState(user)
  const wanted = name.trim()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (wanted === '') return
    onClose()
    onUser(wanted)
  }
  return (
    <Sheet label={say.title} size="question" onClose={onClose}>
      <form ref={form} onSubmit={submit}>
        <div className="file-question">
          <h2 className="sheet-title">{say.title}</h2>
          <TextField
            label={say.label}
            mono
            maxLength={32}
            value={name}
            help={{ tone: 'plain', text: say.help }}
            onChange={setName}
          />
        </div>
        <div className="sheet-foot">
          <span className="grow" />
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" variant="primary" disabled={wanted === ''}>
            {say.connect}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
