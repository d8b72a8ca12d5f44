{
  const { frame, pages } = __TABLE__
  const { nonce, dataset } = document.currentScript
  let stored = {}
  try {
    stored = JSON.parse(localStorage.getItem('zhongshu.preferences') ?? '{}')
  } catch {}
  const speaks = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
  const language = stored.language ?? speaks
  const path = location.pathname === '/' ? `/${stored.start_page ?? 'work'}` : location.pathname
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
  const data = (page?.data ?? []).map((address) =>
    address.replace('{0}', opened.match(page.address)?.[1] ?? ''),
  )
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
