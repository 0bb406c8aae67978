#include "ui/window/help_panel.h"

#include <QKeyEvent>
#include <QTextBrowser>
#include <algorithm>

#include "report/report.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// A word and what it means, with the place in the paper.
struct Meaning {
  QString word, means, source;
};

std::vector<Meaning> meanings() {
  return {
      {HelpPanel::tr("p"),
       HelpPanel::tr(
           "How often a prediction agrees with the exact output, from 0 to 1: the share of frames that are right, "
           "or mean IoU for boxes, mAP for several labels, 1 less the word error rate for words."),
       HelpPanel::tr("Problem Statement")},
      {HelpPanel::tr("prior"),
       HelpPanel::tr(
           "What the best constant reaches without looking at anything. A link is worth what it adds to that."),
       HelpPanel::tr("not in the paper")},
      {HelpPanel::tr("lift"),
       HelpPanel::tr("p less the prior. Where its interval holds 0 it says ≈ prior: nothing tells the link from the "
                     "constant."),
       HelpPanel::tr("not in the paper")},
      {HelpPanel::tr("95 % interval"),
       HelpPanel::tr("From blocks of frames drawn again, no shorter than the outputs resemble themselves."),
       HelpPanel::tr("not in the paper")},
      {HelpPanel::tr("P1 predicts"),
       HelpPanel::tr("Mean p of the links that lead away from a box: how well it predicts the others."),
       HelpPanel::tr("Activation probability")},
      {HelpPanel::tr("P2 is predicted"),
       HelpPanel::tr("Mean p of the links that lead to a box: how well the others predict it."),
       HelpPanel::tr("Activation probability")},
      {HelpPanel::tr("P"),
       HelpPanel::tr(
           "(1 + P1 − P2) / (w · cost), w = 2 / the lowest cost. Boxes are run in the order of P while they fit."),
       HelpPanel::tr("Activation probability, Algorithm 1")},
      {HelpPanel::tr("output accuracy"),
       HelpPanel::tr("Mean over the boxes of how often what is shown is right. A box that is run counts 1."),
       HelpPanel::tr("Eq. 1")},
      {HelpPanel::tr("dominance, assistance"),
       HelpPanel::tr("Dominance: one source alone is as good as all together. Assistance: all together "
                     "are better than every single one."),
       HelpPanel::tr("Collaborative multi-model inference")},
      {HelpPanel::tr("prefix"),
       HelpPanel::tr("The first frames of a period, on which all boxes run that fit, to measure the links."),
       HelpPanel::tr("Algorithm 1")},
      {HelpPanel::tr("optimum"),
       HelpPanel::tr("The best set that hindsight finds under the budget: an upper bound for choosing a set, not for "
                     "methods that choose frame by frame."),
       HelpPanel::tr("Evaluation")},
  };
}

QString numbers_html() {
  QString html = QStringLiteral("<table cellpadding='5' width='100%'>");
  for (const Meaning& row : meanings())
    html += QStringLiteral("<tr><td valign='top'><b>%1</b></td><td>%2</td><td valign='top'>%3</td></tr>")
                .arg(row.word.toHtmlEscaped(), row.means.toHtmlEscaped(), row.source.toHtmlEscaped());
  return html + QStringLiteral("</table>");
}

QString steps_html() {
  const QStringList steps{
      HelpPanel::tr(
          "Make an experiment (Ctrl+N), then drop videos and manifests of black boxes on the window. A camera "
          "may be a region of a picture."),
      HelpPanel::tr(
          "F5 runs the next step: Collect runs every box on every frame, Profile measures what each costs, Train "
          "learns the links, Replay shows what a budget gives. Shift+F5 stops; what is finished is kept."),
      HelpPanel::tr(
          "Links: each cell tells how well one box predicts another. Click one, and look at the frames where it "
          "errs most."),
      HelpPanel::tr(
          "Replay: drag the budget. Solid is run, ~ is predicted, dashed is what would have been exact. [ and ] "
          "go to the budgets at which something changes, E to the next wrong frame."),
      HelpPanel::tr("Ctrl+K finds everything: type a box, a link, a budget such as 60ms, or a camera and a frame."),
      HelpPanel::tr("View, Layouts shows several pages at once, which you can drag, float and save under a name; "
                    "Ctrl+0 goes back "
                    "to one page at a time."),
      HelpPanel::tr(
          "Ctrl+E exports every table and chart, Ctrl+Alt+E what is on screen in any format, Ctrl+C copies it; File, "
          "Report writes the whole experiment as one page.")};
  QString html = QStringLiteral("<ol>");
  for (const QString& step : steps) html += QStringLiteral("<li>%1</li>").arg(step.toHtmlEscaped());
  return html + QStringLiteral("</ol>");
}

QString about_html() {
  const QString versions = to_qt(versions_text()).toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
  return QStringLiteral("<p><b>MLink Workbench</b> %1</p><p>%2</p><p>%3</p>")
      .arg(versions,
           HelpPanel::tr(
               "After Mu Yuan, Lan Zhang and Xiang-Yang Li, “MLink: Linking Black-Box Models for Collaborative "
               "Multi-Model Inference”, AAAI 2022.")
               .toHtmlEscaped(),
           HelpPanel::tr(
               "Made with Qt %1 (LGPL 3), LibTorch (BSD), OpenCV (Apache 2.0), FFmpeg (LGPL 2.1 or GPL 2), SQLite "
               "(public domain), OpenBLAS (BSD), PocketSphinx (BSD). Their licences stand in the packages of "
               "the system.")
               .arg(QString::fromLatin1(qVersion()))
               .toHtmlEscaped());
}

QString keys_html(const std::vector<KeyRow>& keys) {
  QString html, group;
  for (const KeyRow& row : keys) {
    if (row.group != group) {
      if (!group.isEmpty()) html += QStringLiteral("</table>");
      html += QStringLiteral("<p><b>%1</b></p><table cellpadding='3' width='100%'>").arg(row.group.toHtmlEscaped());
      group = row.group;
    }
    html += QStringLiteral("<tr><td width='70%'>%1</td><td><code>%2</code></td></tr>")
                .arg(row.what.toHtmlEscaped(), row.keys.toHtmlEscaped());
  }
  return group.isEmpty() ? html : html + QStringLiteral("</table>");
}

}  // namespace

HelpPanel::HelpPanel(const ThemeHolder& themes, QWidget* window) : Overlay(themes, window) {
  parts_ = new Segmented(themes, {tr("Keys"), tr("First steps"), tr("What the numbers mean"), tr("About")});
  parts_->setAccessibleName(tr("Help"));
  text_ = new QTextBrowser;
  text_->setFrameShape(QFrame::NoFrame);
  text_->setOpenLinks(false);
  text_->setAccessibleName(tr("Help"));
  text_->document()->setDocumentMargin(14);
  parts_->installEventFilter(this);
  text_->installEventFilter(this);
  fill(parts_, text_);
  connect(parts_, &Segmented::changed, this, &HelpPanel::show_part);
  connect(&themes, &ThemeHolder::changed, this, [this] { show_part(parts_->current()); });
}

void HelpPanel::set_keys(std::vector<KeyRow> keys) { keys_ = std::move(keys); }

void HelpPanel::open_part(Part part) {
  parts_->set_current(part);
  show_part(part);
  open(text_);
}

void HelpPanel::show_part(int part) {
  text_->setHtml(part == Keys         ? keys_html(keys_)
                 : part == FirstSteps ? steps_html()
                 : part == Numbers    ? numbers_html()
                                      : about_html());
}

QRect HelpPanel::place(const QSize& window) const {
  const int width = std::min(760, window.width() - 80), height = std::min(640, window.height() - 120);
  return {(window.width() - width) / 2, (window.height() - height) / 2, width, height};
}

bool HelpPanel::eventFilter(QObject* watched, QEvent* event) {
  const bool ours = watched == parts_ || watched == text_;
  if (ours && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    close_overlay();
    return true;
  }
  return Overlay::eventFilter(watched, event);
}

}  // namespace mlink::ui
