import { loadConfig } from '@/api/config'
import '@/ui/theme.scss'
import '@/ui/base.css'

// The address of the API must be known before the first request; the page itself is fetched meanwhile.
const page = import('@/app/start')
await loadConfig()
const { start } = await page
await start()
