import { setNonce } from 'get-nonce';

/** The nonce of this page's Content-Security-Policy. Browsers hide the attribute, but the property stays readable. */
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** react-remove-scroll, which every dialog uses, writes a style element with the nonce from `get-nonce`. */
export function shareCspNonce(): void {
  const nonce = cspNonce();
  if (nonce) setNonce(nonce);
}
