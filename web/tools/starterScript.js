{
  const { frame, pages } = __TABLE__
  const { nonce, dataset } = document.currentScript
  const stored = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(`zhongshu.${key}`)) ?? otherwise
    } catch {
      return otherwise
    }
  }
  const preferred = stored('preferences', {})
  const speaks = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
  const language = preferred.language ?? speaks
  const path = location.pathname === '/' ? `/${preferred.start_page ?? 'work'}` : location.pathname
  const isSignedIn = dataset.signedIn === 'yes'
  const isShown = isSignedIn || path === '/sign-in'
  // Whoever is not signed in is led there.
  const opened = isShown ? path + location.search : '/sign-in'
  const page = pages.find(({ address }) => new RegExp(address).test(opened))

  // Data come before files: a browser asks for six things at a time, in this order.
  const answers = new Map()
  const ask = (address) => {
    const answer = fetch(address)
    answer.catch(() => {})
    answers.set(address, answer)
  }
  const project = page && opened.match(page.address)[1]
  const places = [stored(`recent.${localStorage.getItem('zhongshu.user')}`, [])].flat()
  const isClosed = places.some((place) => place?.isClosed && place.projectId === project)
  // Of a project whose plan was closed the last time, there is nothing to ask for but itself.
  const data = (page?.data ?? [])
    .slice(0, isClosed ? 1 : undefined)
    .map((address) => address.replace('{0}', project ?? ''))
  // Who acts in the place of another asks with a header that this script does not know.
  if (!sessionStorage.getItem('zhongshu.acting')) {
    ask('/api/v1/session')
    if (isSignedIn) data.forEach(ask)
  }
  const hint = (rel, file, more) => {
    const link = document.createElement('link')
    Object.assign(link, { rel, href: `/static/${file}`, nonce, ...more })
    document.head.append(link)
  }
  const styles = isShown ? page?.styles : []
  for (const file of styles ?? []) hint('preload', file, { as: 'style', crossOrigin: '' })
  const files = [
    ...(frame[language] ?? []),
    ...(page?.files ?? []),
    ...(page?.textFiles[language] ?? []),
  ]
  for (const file of new Set(files)) hint('modulepreload', file, { crossOrigin: '' })
  window.zhongshuStart = { answers, texts: page?.texts ?? [] }
}
