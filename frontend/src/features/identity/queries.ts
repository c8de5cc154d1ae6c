export { meQuery } from '@/api/me'
