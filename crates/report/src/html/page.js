(function () {
  var page = document.documentElement;
  var titles = { zh: page.dataset.zh, en: page.dataset.en };
  function show(lang) {
    page.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = titles[lang];
  }
  ["zh", "en"].forEach(function (lang) {
    var pick = document.getElementById("pick-" + lang);
    pick.addEventListener("change", function () { show(lang); });
    if (location.hash.indexOf("#" + lang + "-") === 0) {
      pick.checked = true;
      var place = document.getElementById(location.hash.slice(1));
      if (place) place.scrollIntoView();
    }
    if (pick.checked) show(lang);
  });
})();
