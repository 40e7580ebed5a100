/** What main's own dialogs about files say. */
export const filesEn = {
  sendFiles: { title: 'Choose files to send', button: 'Send' },
  sendFolders: { title: 'Choose folders to send', button: 'Send' },
  saveInto: { title: 'Choose a folder to save into', button: 'Save here' },
  forgetHostKey: {
    message: (target: string) => `Forget the SSH host key of ${target}?`,
    detail: (known: string, found: string) =>
      `It was ${known} and is ${found}. That is right if the machine was set up anew. If nobody did that, ask before you go on.`,
    cancel: 'Keep it',
    action: 'Forget it',
  },
}
export type FileWords = typeof filesEn
