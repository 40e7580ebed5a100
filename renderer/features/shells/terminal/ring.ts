/** Milliseconds of a bell, and of the rest before another is heard: a program that rings without end is heard now and then. */
const bellMs = 90
const restMs = 600

let lastAt = 0

/** A short, soft tone, made here: there is no file for it. */
export function ring(): void {
  const now = Date.now()
  if (now - lastAt < restMs) return
  lastAt = now
  const audio = new AudioContext()
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  volume.gain.value = 0.08
  tone.frequency.value = 784
  tone.connect(volume).connect(audio.destination)
  tone.onended = () => void audio.close()
  tone.start()
  tone.stop(audio.currentTime + bellMs / 1_000)
}
