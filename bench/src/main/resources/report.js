// Pictures that answer: the point nearest to the mouse tells its figures, a click on a name hides its line.
'use strict';
const tip = document.getElementById('tip');
const NEAR = 24;

function label(mark) {
  return mark.querySelector('title').textContent;
}

/** The drawn point that is nearest to a place on the screen, if one is near. */
function nearest(svg, x, y) {
  let best = null;
  let least = NEAR;
  for (const mark of svg.querySelectorAll('.series:not(.hidden) > circle, .series:not(.hidden) > rect')) {
    const box = mark.getBoundingClientRect();
    const dx = Math.max(box.left - x, 0, x - box.right);
    const dy = Math.max(box.top - y, 0, y - box.bottom);
    const distance = Math.hypot(dx, dy);
    if (distance < least) {
      least = distance;
      best = mark;
    }
  }
  return best;
}

function clear(svg) {
  svg.querySelectorAll('.strong').forEach(series => series.classList.remove('strong'));
  tip.hidden = true;
}

for (const svg of document.querySelectorAll('figure svg')) {
  svg.addEventListener('mousemove', event => {
    clear(svg);
    const mark = nearest(svg, event.clientX, event.clientY);
    if (mark) {
      mark.parentNode.classList.add('strong');
      tip.textContent = label(mark);
      tip.hidden = false;
      tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 4) + 'px';
      tip.style.top = event.clientY + 14 + 'px';
    }
  });
  svg.addEventListener('mouseleave', () => clear(svg));
  for (const series of svg.querySelectorAll('.series')) {
    series.addEventListener('click', () => {
      series.classList.toggle('hidden');
      clear(svg);
    });
  }
}
