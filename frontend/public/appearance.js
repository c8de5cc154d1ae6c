// Runs before the first paint so that a chosen theme or density does not flash. Keys are those of src/app/preferences.ts.
try {
  const theme = localStorage.getItem('dienstweg.theme')
  const density = localStorage.getItem('dienstweg.density')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.kernTheme = theme
  document.documentElement.dataset.density = density === 'normal' ? 'normal' : 'kompakt'
} catch {
  document.documentElement.dataset.density = 'kompakt'
}
