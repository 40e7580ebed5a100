import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Keys as an X server makes them for every program, and so for menus, too. */
export interface XKeyboard {
  /** Presses a letter while Control is held. */
  control(letter: string): Promise<void>
  letter(letter: string): Promise<void>
  enter(): Promise<void>
  /**
   * A key that changes the next letter; keyboards of this desktop have none, so an unused one becomes it. Pressed until `heard` says
   * that it was: a busy program learns late of a new layout, and a key that it does not know yet changes nothing.
   */
  deadAcute(heard: () => Promise<boolean>): Promise<void>
  close(): void
}

const keysymControl = 0xffe3
const keysymReturn = 0xff0d
const keysymDeadAcute = 0xfe51
const keyPress = 2
const keyRelease = 3
/** Milliseconds between two keys: a hand is no faster. */
const betweenMs = 15
/** Milliseconds from a key to the question whether it was heard. */
const hearingMs = 500
/** Times that a key is pressed for a program to hear it. */
const presses = 20

/**
 * Speaks to the X server of this desktop: the core protocol as far as it names the keys, and the extension XTEST, which presses
 * them. A desktop of the tests asks for no cookie.
 */
export async function openXKeyboard(display: string): Promise<XKeyboard> {
  const socket = connect(`/tmp/.X11-unix/X${display.replace(/^:/, '').split('.')[0]}`)
  const read = reader(socket)
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  const head = await read(8)
  if (head[0] !== 1) throw new Error('the X server refuses')
  const setup = await read(head.readUInt16LE(6) * 4)
  const [first = 8, last = 255] = [setup[26], setup[27]]
  const opcode = await extension(socket, read, 'XTEST')
  const codes = new Map(await keyCodes(socket, read, first, last))
  const send = (type: number, keysym: number): void => pressKey(socket, opcode, type, codes.get(keysym) ?? 0)
  const press = async (keysym: number): Promise<void> => {
    send(keyPress, keysym)
    send(keyRelease, keysym)
    await pause(betweenMs)
  }
  return {
    letter: (letter) => press(letter.charCodeAt(0)),
    enter: () => press(keysymReturn),
    async deadAcute(heard) {
      const unused = codes.get(0) ?? last
      codes.set(keysymDeadAcute, unused)
      changeKey(socket, unused, keysymDeadAcute)
      for (let pressed = 0; pressed < presses; pressed++) {
        await press(keysymDeadAcute)
        await pause(hearingMs)
        if (await heard()) return
      }
      throw new Error('nobody heard the dead key')
    },
    async control(letter) {
      send(keyPress, keysymControl)
      send(keyPress, letter.charCodeAt(0))
      send(keyRelease, letter.charCodeAt(0))
      send(keyRelease, keysymControl)
      await pause(betweenMs)
    },
    close: () => socket.destroy(),
  }
}

type Read = (bytes: number) => Promise<Buffer>

/** So many bytes of what comes, in order. */
function reader(socket: Socket): Read {
  let held = Buffer.alloc(0)
  let wake = (): void => {}
  socket.on('data', (data) => {
    held = Buffer.concat([held, data])
    wake()
  })
  return async (bytes) => {
    while (held.length < bytes) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    const taken = held.subarray(0, bytes)
    held = held.subarray(bytes)
    return taken
  }
}

/** The number under which requests of an extension go. */
async function extension(socket: Socket, read: Read, name: string): Promise<number> {
  const padded = Math.ceil(name.length / 4) * 4
  const request = Buffer.alloc(8 + padded)
  request.writeUInt8(98, 0)
  request.writeUInt16LE(2 + padded / 4, 2)
  request.writeUInt16LE(name.length, 4)
  request.write(name, 8)
  socket.write(request)
  const reply = await read(32)
  if (reply[8] !== 1) throw new Error(`the X server has no ${name}`)
  return reply[9] ?? 0
}

/** Has XTEST press a key, or let it go. */
function pressKey(socket: Socket, opcode: number, type: number, code: number): void {
  const request = Buffer.alloc(36)
  request.writeUInt8(opcode, 0)
  request.writeUInt8(2, 1)
  request.writeUInt16LE(9, 2)
  request.writeUInt8(type, 4)
  request.writeUInt8(code, 5)
  socket.write(request)
}

/** Puts a symbol on a key, with and without Shift. */
function changeKey(socket: Socket, code: number, keysym: number): void {
  const request = Buffer.alloc(16)
  request.writeUInt8(100, 0)
  request.writeUInt8(1, 1)
  request.writeUInt16LE(4, 2)
  request.writeUInt8(code, 4)
  request.writeUInt8(2, 5)
  request.writeUInt32LE(keysym, 8)
  request.writeUInt32LE(keysym, 12)
  socket.write(request)
}

/** The key of each symbol that is on a key without another one held. */
async function keyCodes(socket: Socket, read: Read, first: number, last: number): Promise<ReadonlyMap<number, number>> {
  const count = last - first + 1
  socket.write(Buffer.from([101, 0, 2, 0, first, count, 0, 0]))
  const head = await read(32)
  const perKey = head[1] ?? 1
  const symbols = await read(head.readUInt32LE(4) * 4)
  return new Map(
    Array.from(
      { length: count },
      (_, index) => [symbols.readUInt32LE(index * perKey * 4), first + index] as const,
    ).toReversed(),
  )
}
