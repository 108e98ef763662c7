// "Leave this site quickly": the page is gone at once, and the other site takes its place, so that "back" does not lead here again.
document.querySelector('.exit').addEventListener('click', event => {
  event.preventDefault();
  document.documentElement.hidden = true;
  document.title = '';
  location.replace(event.currentTarget.href);
});
