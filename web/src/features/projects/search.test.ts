import { expect, test } from 'vitest'
import {
  columnsOf,
  definitionOf,
  filtersOf,
  nextSort,
  type ProjectListSearch,
  projectListSearch,
  searchOfView,
} from './search'

test('a view keeps what the address shows, and gives it back', () => {
  const search: ProjectListSearch = {
    q: 'pump',
    filter: ['health:in:red'],
    sort: 'name',
    group: 'unit',
    columns: ['name:300', 'finish'],
    layout: 'roadmap',
    zoom: 'year',
  }

  const again = searchOfView('v1', definitionOf(search))

  expect(filtersOf(again)).toEqual(['name:contains:pump', 'health:in:red'])
  expect(columnsOf(again)).toEqual([{ field: 'name', width: 300 }, { field: 'finish' }])
  expect([again.sort, again.group, again.layout, again.zoom, again.view]).toEqual([
    'name',
    'unit',
    'roadmap',
    'year',
    'v1',
  ])
})

test('what no column is called is left out, and the name always comes first', () => {
  const columns = columnsOf({ columns: ['finish:120', 'password', 'health', 'name'] })

  expect(columns).toEqual([{ field: 'name' }, { field: 'finish', width: 120 }, { field: 'health' }])
})

test('an address written by hand is read as far as it makes sense', () => {
  const search = projectListSearch({ q: 42, filter: 'state:in:active', zoom: 'day', layout: 'pie' })

  expect(JSON.parse(JSON.stringify(search))).toEqual({ q: '42', filter: ['state:in:active'] })
})

test('a heading sorts up, then down, then not', () => {
  expect([
    nextSort(undefined, 'name'),
    nextSort('name', 'name'),
    nextSort('-name', 'name'),
  ]).toEqual(['name', '-name', undefined])
})
