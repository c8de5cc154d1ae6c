/** The mark: a short way from one point to the other. */
export function Brand() {
  return (
    <span className="dw-brand">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="dw-brand-ground" />
        <path d="M7 22h6.5a4 4 0 0 0 4-4v-4a4 4 0 0 1 4-4H25" className="dw-brand-way" />
        <circle cx="7.5" cy="22" r="3" className="dw-brand-from" />
        <circle cx="24.5" cy="10" r="3" className="dw-brand-to" />
      </svg>
      Dienstweg
    </span>
  )
}
