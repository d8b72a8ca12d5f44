import { ApartmentOutlined, CheckSquareOutlined, ProjectOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

export type Room = {
  key: 'work' | 'projects' | 'governance'
  to: '/work' | '/projects' | '/governance'
  icon: ReactNode
  /** The letter that leads here after `g`. */
  jump: string
}

/** The rooms that have content; a room appears only when there is something to do in it. */
export const rooms: Room[] = [
  { key: 'work', to: '/work', icon: <CheckSquareOutlined aria-hidden />, jump: 'w' },
  { key: 'projects', to: '/projects', icon: <ProjectOutlined aria-hidden />, jump: 'p' },
  { key: 'governance', to: '/governance', icon: <ApartmentOutlined aria-hidden />, jump: 'g' },
]

/** A room as the preferences of an account name it. */
export const codeOf = ({ to }: Room): string => to.slice(1).replaceAll('-', '_')

/** Where an account begins: the room it chose, or the first. */
export const startOf = (code: string): Room['to'] =>
  (rooms.find((room) => codeOf(room) === code) ?? rooms[0])?.to ?? '/projects'
