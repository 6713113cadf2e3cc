import type { zh } from './signIn.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Sign in',
  lead: 'See who is leaving, why, and what keeps them.',
  ended: 'Your session has ended. Sign in again to return to the page you were on.',
  login: 'Login',
  password: 'Password',
  submit: 'Sign in',
  code: 'Code',
  codeHint: 'Enter the 6 digits of your authenticator app, or a recovery code.',
  codeSubmit: 'Verify',
  otherAccount: 'Use another account',
  or: 'or',
  oidc: 'Sign in with {{label}}',
  oidcFailed: 'The identity provider did not sign you in ({{code}}). Try again, or use your password.',
  locked: 'The account is locked. Try again in {{left}}.',
  tooMany: 'Too many attempts. Try again in {{left}}.',
  required: 'Required',

  setup: {
    title: 'First run',
    lead: 'Begin with an administrator. The account is kept on this server alone.',
    name: 'Name',
    login: 'Login',
    loginHint: 'What you sign in with, such as zhang.wei',
    lang: 'Language',
    submit: 'Create administrator',
    done: 'Ready',
    doneHint: 'Next: bring in your data.',
    upload: 'Upload a file',
    uploadHint:
      'CSV, Excel or Parquet. Encoding and columns are recognised; you see a preview before anything is imported.',
    look: 'Look around first',
    lookHint: 'Pages without data say what they need.',
    separate:
      'Separation of duties: for real use, create business accounts and a security auditor in Settings, so that administration, business and audit are different people.',
  },
  change: {
    title: 'Change password',
    must: 'You signed in with a temporary password: choose your own first.',
    current: 'Current password',
    next: 'New password',
    again: 'Password again',
    submit: 'Change password',
    done: 'The password is changed; sessions on other devices were signed out.',
    back: 'Back',
  },
  rule: {
    length: 'At least {{n}} characters',
    login: 'Does not contain the login',
    same: 'Differs from the current password',
    again: 'Typed the same twice',
    met: 'met',
    unmet: 'not met',
  },
};
