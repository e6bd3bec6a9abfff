/** Only a recovery is good news, and only good news is green. Every other kind of notification is an alarm. */
export const isGoodNews = (kind: string) => kind === 'RECOVERED';
