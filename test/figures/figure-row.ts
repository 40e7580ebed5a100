/** One figure that has to be reached. */
export interface FigureRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly goal: string
  readonly holds: boolean
}
