// Stands in for https://accounts.google.com/gsi/client: the popup of the code model, and nothing else of it.
(() => {
  const GOOGLE = '__BASE__';

  function initCodeClient(config) {
    function requestCode() {
      const id = `auth${Math.floor(Math.random() * 1e6)}`;
      const { protocol, host, origin } = window.location;
      const request = new URLSearchParams({
        gsiwebsdk: '3',
        client_id: config.client_id,
        scope: config.scope,
        redirect_uri: `storagerelay://${protocol.slice(0, -1)}/${host}?id=${id}`,
        response_type: 'code',
        access_type: 'offline',
        prompt: 'consent',
        include_granted_scopes: String(config.include_granted_scopes ?? true),
      });
      if (config.state) request.set('state', config.state);
      if (config.login_hint) request.set('login_hint', config.login_hint);
      const popup = window.open(`${GOOGLE}__PATH__?${request}`, `${origin}-${id}`, 'popup,width=500,height=640');
      if (!popup) {
        config.error_callback?.({ type: 'popup_failed_to_open', message: 'Failed to open popup window' });
        return;
      }

      function done() {
        window.removeEventListener('message', listen);
        clearInterval(watch);
      }
      function listen(event) {
        if (event.origin !== GOOGLE || event.source !== popup || event.data?.id !== id) return;
        done();
        popup.close();
        config.callback(event.data.answer);
      }
      window.addEventListener('message', listen);
      const watch = setInterval(() => {
        if (!popup.closed) return;
        done();
        config.error_callback?.({ type: 'popup_closed', message: 'Popup window closed' });
      }, 100);
    }
    return { requestCode };
  }

  window.google = { accounts: { oauth2: { initCodeClient } } };
})();
