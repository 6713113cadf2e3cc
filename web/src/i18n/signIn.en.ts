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
  oidcFailed: {
    'sign-in-expired': 'This sign-in took too long or was begun in another browser. Begin again.',
    'no-role': 'Your account has no role here yet. Ask your administrator for one.',
    'auditor-alone':
      'Your account is both security auditor and something else, which must be separate people. Ask your administrator.',
    'login-taken':
      'An account with this login exists already. Use its password, or ask your administrator to link the two.',
    'bad-login': 'The login that the identity provider gives for you cannot be used here. Ask your administrator.',
    'wrong-login': 'Your account is disabled. Ask your administrator.',
    'not-set-up': 'This workspace has no administrator yet: make one first.',
    other: 'The identity provider did not sign you in. Try again, or use your password; the server’s log says why.',
  },
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
