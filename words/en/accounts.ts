import { terms } from './terms.ts'

/** Accounts and roles that somebody has, or has not. */
export const accounts = {
  none: {
    title: (organisation: string) => `${organisation} gives you no account yet`,
    sentence: (organisation: string) =>
      `You are signed in to ${organisation}, but no account and role is assigned to you. Ask whoever manages AWS in your company for a permission set.`,
    again: 'Look again',
    copyLetter: terms.copyRequest,
    copied: 'Copied a request for your administrator',
    letter: (startUrl: string) =>
      `Please assign me an account and a permission set in IAM Identity Center (${startUrl}). I need to reach databases through AWS Systems Manager: ssm:StartSession on the bastion, with AWS-StartPortForwardingSessionToRemoteHost.`,
  },
}
