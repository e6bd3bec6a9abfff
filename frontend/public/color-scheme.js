// Sets the colour scheme before the first paint; Mantine takes over from here under the same key.
(() => {
  let chosen = null;
  try {
    chosen = window.localStorage.getItem('mailkeep-color-scheme');
  } catch {
    // Storage may be forbidden; the system's scheme is used then.
  }
  const scheme =
    chosen === 'light' || chosen === 'dark'
      ? chosen
      : window.matchMedia('(prefers-color-scheme: dark)').matches
        ? 'dark'
        : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
