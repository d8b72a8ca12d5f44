import { MyWork } from '@/features/work/components/MyWork'

/** One's own work, and beside it what has been notified. */
export function MyWorkPage() {
  return <MyWork />
}
