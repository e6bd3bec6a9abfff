// What those do who embed Google's popup; tried in a real browser by ../popup.mjs, and in no jar.
import './popup.css';
import { GoogleOAuthProvider, type NonOAuthError, useGoogleLogin } from '@react-oauth/google';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { beginSecondRound, forgetSecondRound } from '@/features/connect/second-round';
import { api, dataOf } from '@/lib/api/client';
import { asProblem } from '@/lib/api/problem';
import type { CallbackRequest } from '@/lib/api/types';

const SCOPE = 'openid email https://www.googleapis.com/auth/gmail.readonly';
// A script may send this to its own origin only.
const MARK = { 'X-Requested-With': 'XmlHttpRequest' };
const WORDS: Record<NonOAuthError['type'], string> = {
  popup_closed: "You closed Google's window. Nothing was connected.",
  popup_failed_to_open: "The browser blocked Google's window. Allow popups for this page and try again.",
  unknown: "Google's window did not work. Nothing was connected.",
};

function Connect() {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');

  const end = (words: string) => {
    setBusy(false);
    setTold(words);
  };
  const finish = async (body: CallbackRequest) => {
    try {
      const { mailbox } = await dataOf(api.POST('/auth/google', { body, headers: MARK }));
      forgetSecondRound();
      end(`Connected ${mailbox?.email}.`);
    } catch (error) {
      if (!beginSecondRound(error)) end(`${asProblem(error).title}. ${asProblem(error).message}`);
    }
  };
  const open = useGoogleLogin({
    flow: 'auth-code',
    scope: SCOPE,
    // Else the library asks for the profile too, and Google's script for whatever was granted before.
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
          setTold('');
          open();
        }}
      >
        Connect Gmail
      </button>
      <p role="status">{busy ? "Waiting for Google's window…" : told}</p>
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
