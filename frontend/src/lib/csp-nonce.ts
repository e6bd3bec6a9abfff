import { setNonce } from 'get-nonce';

/** The nonce of this page's Content-Security-Policy. Browsers hide the attribute, the property stays readable. */
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** react-remove-scroll, below every dialog, writes a style element and asks `get-nonce` for its nonce. */
export function shareCspNonce(): void {
  const nonce = cspNonce();
  if (nonce) setNonce(nonce);
}
