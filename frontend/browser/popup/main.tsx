// A page that embeds Google's popup. ../popup.mjs runs it in a real browser. No jar contains it.
import './popup.css';
import { GoogleOAuthProvider, type NonOAuthError, useGoogleLogin } from '@react-oauth/google';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { beginSecondConsent, forgetSecondConsent } from '@/features/connect/second-consent';
import { api, dataOf } from '@/lib/api/client';
import { asProblem } from '@/lib/api/problem';
import type { CallbackRequest } from '@/lib/api/types';

const SCOPE = 'openid email https://www.googleapis.com/auth/gmail.readonly';
// A script may send this to its own origin only.
const FROM_SCRIPT = { 'X-Requested-With': 'XmlHttpRequest' };
const WORDS: Record<NonOAuthError['type'], string> = {
  popup_closed: "You closed Google's window. Nothing was connected.",
  popup_failed_to_open: "The browser blocked Google's window. Allow popups for this page and try again.",
  unknown: "Google's window did not work. Nothing was connected.",
};

function Connect() {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState('');

  const end = (words: string) => {
    setBusy(false);
    setResult(words);
  };
  const finish = async (body: CallbackRequest) => {
    try {
      const { mailbox } = await dataOf(api.POST('/auth/google', { body, headers: FROM_SCRIPT }));
      forgetSecondConsent();
      end(`Connected ${mailbox?.email}.`);
    } catch (error) {
      if (!beginSecondConsent(error)) end(`${asProblem(error).title}. ${asProblem(error).message}`);
    }
  };
  const open = useGoogleLogin({
    flow: 'auth-code',
    scope: SCOPE,
    // Otherwise the library also requests the profile, and Google's script every scope that was granted before.
    overrideScope: true,
    include_granted_scopes: false,
    onSuccess: ({ code }) => void finish({ code }),
    onError: ({ error }) => void finish({ error: error ?? 'unknown' }),
    onNonOAuthError: ({ type }) => end(WORDS[type]),
  });

  return (
    <main>
      <h1>Connect Gmail</h1>
      <button
        type="button"
        disabled={busy}
        onClick={() => {
          setBusy(true);
          setResult('');
          open();
        }}
      >
        Connect Gmail
      </button>
      <p role="status">{busy ? "Waiting for Google's window…" : result}</p>
    </main>
  );
}

function Page() {
  const [script, setScript] = useState('loading');
  return (
    <GoogleOAuthProvider
      clientId={new URLSearchParams(window.location.search).get('client') ?? ''}
      onScriptLoadSuccess={() => setScript('there')}
      onScriptLoadError={() => setScript('refused')}
    >
      {script === 'there' ? <Connect /> : <p role="status">Google's script is {script}.</p>}
    </GoogleOAuthProvider>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<Page />);
