'use strict';
(() => {
  const root = document.documentElement;

  // Theme: as the system has it, light, dark.
  const button = document.getElementById('theme');
  const themes = ['auto', 'light', 'dark'];
  const stored = () => { try { return localStorage.getItem('catwalk-theme'); } catch (e) { return null; } };
  const store = theme => { try { localStorage.setItem('catwalk-theme', theme); } catch (e) { /* not allowed from a file */ } };
  const show = theme => {
    if (theme === 'auto') { root.removeAttribute('data-theme'); } else { root.dataset.theme = theme; }
    button.querySelector('span').textContent = theme;
  };
  let theme = themes.includes(stored()) ? stored() : 'auto';
  show(theme);
  button.hidden = false;
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    show(theme);
    store(theme);
  });

  // Tables that sort: numbers by data-sort, names as the reader's language orders them; what is not known stays last.
  for (const table of document.querySelectorAll('table.sortable')) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (head.hasAttribute('data-fixed')) { return; }
      const sorter = document.createElement('button');
      sorter.type = 'button';
      sorter.append(...head.childNodes);
      head.append(sorter);
      sorter.addEventListener('click', () => {
        const numeric = head.classList.contains('num');
        const before = head.getAttribute('aria-sort');
        const down = before ? before === 'ascending' : numeric;
        heads.forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const value = row => row.cells[column].dataset.sort;
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => {
          if (!numeric) {
            return a.cells[column].textContent.localeCompare(b.cells[column].textContent, undefined, {numeric: true}) * (down ? -1 : 1);
          }
          const x = parseFloat(value(a)), y = parseFloat(value(b));
          if (isNaN(x) || isNaN(y)) { return (isNaN(x) ? 1 : 0) - (isNaN(y) ? 1 : 0); }
          return (x - y) * (down ? -1 : 1);
        });
        table.tBodies[0].append(...rows);
      });
    });
  }

  // What a point of a chart tells, by pointer and by arrow keys.
  const tip = document.getElementById('tip');
  let marked = null;
  const unmark = () => {
    if (marked) { marked.classList.remove('now'); }
    marked = null;
    tip.hidden = true;
  };
  const mark = point => {
    unmark();
    marked = point;
    point.classList.add('now');
    tip.textContent = point.dataset.tip;
    tip.hidden = false;
    const box = point.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
    const above = box.top - tip.offsetHeight - 8;
    tip.style.left = left + 'px';
    tip.style.top = (above < 8 ? box.bottom + 8 : above) + 'px';
  };
  for (const chart of document.querySelectorAll('svg[data-points]')) {
    const points = [...chart.querySelectorAll('[data-tip]')];
    chart.addEventListener('pointermove', event => {
      let best = null, nearest = 900;
      for (const point of points) {
        const box = point.getBoundingClientRect();
        const distance = (box.left + box.width / 2 - event.clientX) ** 2 + (box.top + box.height / 2 - event.clientY) ** 2;
        if (distance < nearest) { nearest = distance; best = point; }
      }
      if (best) { if (best !== marked) { mark(best); } } else { unmark(); }
    });
    chart.addEventListener('pointerleave', unmark);
    chart.addEventListener('blur', unmark);
    chart.addEventListener('keydown', event => {
      const at = points.indexOf(marked);
      const next = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: points.length - 1}[event.key];
      if (event.key === 'Escape') { unmark(); }
      if (next === undefined) { return; }
      event.preventDefault();
      mark(points[(next + points.length) % points.length]);
    });
  }
  addEventListener('scroll', unmark, {passive: true});

  // A legend's entry brings its line to the front.
  for (const chart of document.querySelectorAll('.chart')) {
    const keys = [...chart.querySelectorAll('[data-key]')];
    const shapes = [...chart.querySelectorAll(':scope > svg path:not(.grid), :scope > svg circle')];
    let pinned = null;
    const focus = series => {
      for (const shape of shapes) {
        shape.classList.toggle('faded', !!series && shape.dataset.series !== series && !shape.classList.contains('ref'));
      }
    };
    for (const key of keys) {
      const series = key.dataset.key;
      if (!shapes.some(shape => shape.dataset.series === series)) { key.disabled = true; continue; }
      key.setAttribute('aria-pressed', 'false');
      key.addEventListener('pointerenter', () => focus(series));
      key.addEventListener('pointerleave', () => focus(pinned));
      key.addEventListener('click', () => {
        pinned = pinned === series ? null : series;
        keys.filter(other => !other.disabled).forEach(other => other.setAttribute('aria-pressed', String(other.dataset.key === pinned)));
        focus(pinned);
      });
    }
  }

  // All mistakes as one list in pages. What is shown is in the address, so that it can be linked and the way back leads back.
  const browse = document.getElementById('browse');
  if (browse) {
    const EACH = 60;
    const find = id => document.getElementById(id);
    const kinds = [...document.querySelectorAll('#kinds > details')];
    const mistakes = kinds.flatMap(kind => [...kind.querySelectorAll('.card')].map(card => ({
      card, rank: Number(card.dataset.rank), actual: kind.dataset.actual, predicted: kind.dataset.predicted
    }))).sort((a, b) => a.rank - b.rank);
    const names = {};
    for (const kind of kinds) {
      names[kind.dataset.actual] = kind.dataset.actualName;
      names[kind.dataset.predicted] = kind.dataset.predictedName;
    }
    const fits = (mistake, side, wanted) => wanted === 'any' || mistake[side] === wanted;
    let last = {actual: 'any', predicted: 'any', page: 1};
    const state = () => {
      const found = /^#mistake-(\d+|any)-(\d+|any)(?:-page-(\d+))?$/.exec(location.hash);
      if (found) {
        last = {actual: found[1], predicted: found[2], page: Number(found[3] || 1)};
      } else if (!location.hash) {
        last = {actual: 'any', predicted: 'any', page: 1};
      }
      return last;
    };
    const go = (actual, predicted, page) => { location.hash = '#mistake-' + actual + '-' + predicted + '-page-' + page; };
    // The classes of one side, with as many mistakes as the choice of the other side leaves.
    const fill = (select, side, chosen, other, wanted) => {
      const counts = new Map([['any', 0]]);
      for (const mistake of mistakes.filter(each => fits(each, other, wanted))) {
        counts.set('any', counts.get('any') + 1);
        counts.set(mistake[side], (counts.get(mistake[side]) || 0) + 1);
      }
      if (!counts.has(chosen)) { counts.set(chosen, 0); }
      const order = [...counts.keys()].sort((a, b) => a === 'any' ? -1 : b === 'any' ? 1 : Number(a) - Number(b));
      select.replaceChildren(...order.map(key => new Option((key === 'any' ? 'any' : names[key] || key) + ' (' + counts.get(key).toLocaleString('en') + ')', key, false, key === chosen)));
    };
    const draw = () => {
      const {actual, predicted, page: wanted} = state();
      const chosen = mistakes.filter(each => fits(each, 'actual', actual) && fits(each, 'predicted', predicted));
      const pages = Math.max(1, Math.ceil(chosen.length / EACH));
      const page = Math.min(Math.max(1, wanted), pages);
      const first = (page - 1) * EACH;
      const shown = chosen.slice(first, first + EACH);
      fill(find('by-actual'), 'actual', actual, 'predicted', predicted);
      fill(find('by-predicted'), 'predicted', predicted, 'actual', actual);
      find('page').replaceChildren(...Array.from({length: pages}, (none, i) => new Option((i + 1) + ' of ' + pages, i + 1, false, i + 1 === page)));
      find('page-of-mistakes').replaceChildren(...shown.map(each => each.card));
      find('shown').textContent = shown.length === 0 ? 'No mistake of this kind.'
        : (first + 1).toLocaleString('en') + ' to ' + (first + shown.length).toLocaleString('en') + ' of ' + chosen.length.toLocaleString('en');
      for (const turn of browse.querySelectorAll('[data-turn]')) {
        const next = page + Number(turn.dataset.turn);
        turn.disabled = next < 1 || next > pages;
        turn.onclick = () => {
          go(actual, predicted, next);
          find('page-of-mistakes').focus();
        };
      }
    };
    const choose = () => go(find('by-actual').value, find('by-predicted').value, 1);
    find('by-actual').addEventListener('change', choose);
    find('by-predicted').addEventListener('change', choose);
    find('page').addEventListener('change', () => go(state().actual, state().predicted, find('page').value));
    addEventListener('hashchange', draw);
    find('kinds').remove();
    browse.hidden = false;
    draw();
  }

  // A link to what is folded away unfolds it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest('details');
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener('hashchange', reveal);
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) { reveal(); }
  });
  reveal();

  // Paper has no folds.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')].filter(fold => !fold.classList.contains('group'));
    folded.forEach(fold => { fold.open = true; });
  });
  addEventListener('afterprint', () => folded.forEach(fold => { fold.open = false; }));

  // A training that is under way: read again, but not under a reader's hand, and on to the report.
  const live = document.getElementById('live');
  if (live && live.dataset.next) {
    location.replace(live.dataset.next);
  } else if (live && live.dataset.refresh) {
    setInterval(() => {
      if (!document.querySelector('details[open]')) { location.reload(); }
    }, 1000 * Number(live.dataset.refresh));
  }

  // Where the reader is.
  const links = new Map([...document.querySelectorAll('nav a')].map(link => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries) {
      const link = links.get(entry.target.id);
      if (link && entry.isIntersecting) {
        links.forEach(other => other.removeAttribute('aria-current'));
        link.setAttribute('aria-current', 'location');
      }
    }
  }, {rootMargin: '-20% 0px -70% 0px'});
  document.querySelectorAll('main section[id]').forEach(section => watcher.observe(section));
})();
