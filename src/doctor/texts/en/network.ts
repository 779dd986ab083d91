import type { FindingText } from '../text.ts';

export const networkTexts = {
  'no-upstream': { summary: 'No deployment has a server to reach.' },
  reached: { summary: '{host} answers (status {status} to a question without a key).' },
  unreachable: { summary: '{host} cannot be reached.', fix: 'Mend what the words above name.' },
  'proxy-direct': { summary: 'Servers are reached without a proxy.' },
  'proxy-used': { summary: '{host} is reached through {proxy}.' },
  'proxy-unusable': { summary: 'The proxy on the way to {host} fails.', fix: 'Mend what the words above name.' },
  'proxy-variables-differ': {
    summary: 'Two spellings of a variable say different things: {names}.',
    meaning: 'Programs read the one or the other, so that they take different ways.',
    fix: 'Give both spellings the same value, or remove one.',
  },
  'authority-files-ok': { summary: 'Every file of certificate authorities that is named can be read.' },
  'authority-file-unreadable': {
    summary: '{file} is named for certificates and cannot be read.',
    meaning: 'Servers behind a private authority are refused.',
    fix: 'Correct ssl_verify, SSL_CERT_FILE, REQUESTS_CA_BUNDLE, AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS, whichever names it.',
  },
  'no-tls': { summary: 'No server is reached by TLS.' },
  'certificate-ok': { summary: 'The certificate of {host} is good for {days} days (issued by {issuer}).' },
  'certificate-ending': {
    summary: 'The certificate of {host} ends in {days} days.',
    fix: 'Ask whoever runs {host} to renew it.',
  },
  'certificate-expired': {
    summary: 'The certificate of {host} has ended.',
    meaning: 'It is taken only because ssl_verify is off.',
    fix: 'Ask whoever runs {host} to renew it.',
  },
  'certificate-refused': { summary: 'The certificate of {host} is refused.', fix: 'Mend what the words above name.' },
  'no-date': { summary: 'No server said what time it is.' },
  'clock-ok': { summary: 'This machine’s clock and that of {host} differ by {seconds} s.' },
  'clock-odd': {
    summary: 'This machine’s clock and that of {host} differ by {seconds} s.',
    meaning: 'From 300 s on, AWS refuses every request.',
    fix: 'Switch the synchronisation of the clock on (NTP).',
  },
  'clock-wrong': {
    summary: 'This machine’s clock and that of {host} differ by {seconds} s.',
    meaning: 'AWS refuses requests whose time is off by 300 s.',
    fix: 'Set the clock: timedatectl set-ntp true; on WSL: sudo hwclock -s.',
  },
} as const satisfies Readonly<Record<string, FindingText>>;
