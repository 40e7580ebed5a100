import type { Result } from '#contract/result.ts'
import type { SectionText } from '#domain/aws-config/section-text.ts'

/** The AWS config at one moment. */
export interface ConfigText {
  /** Another one for each file with other bytes. */
  readonly mark: string
  /** Null when there is no file. */
  readonly text: string | null
}

/** What a change would make of the file. */
export interface PlannedChange {
  readonly before: ConfigText
  readonly after: string
}

/** The text of the AWS config, changed on a person's word. Failures: AWS_CONFIG_NOT_WRITTEN. */
export interface AwsConfigChanges {
  read(): Promise<Result<ConfigText>>
  /** The file with the sections at its end, when every reader will take them as they are meant and all else as before. */
  planAdding(sections: readonly SectionText[]): Promise<Result<PlannedChange>>
  /** The file without these sections. */
  planRemoving(sections: readonly SectionText[]): Promise<Result<PlannedChange>>
  /**
   * Writes the text, or deletes the file for null; atomic, with a copy beside it. Writes nothing when the file has another mark: null is
   * returned then, else the new mark.
   */
  replace(mark: string, text: string | null): Promise<Result<string | null>>
}
