import { ApartmentOutlined, ProjectOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

export type Room = {
  key: 'projects' | 'governance'
  to: '/projects' | '/governance'
  icon: ReactNode
}

/** The rooms that have content; a room appears only when there is something to do in it. */
export const rooms: Room[] = [
  { key: 'projects', to: '/projects', icon: <ProjectOutlined aria-hidden /> },
  { key: 'governance', to: '/governance', icon: <ApartmentOutlined aria-hidden /> },
]
