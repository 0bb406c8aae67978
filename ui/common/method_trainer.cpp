#include "ui/common/method_trainer.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "experiment/experiment.h"
#include "experiment/views.h"

namespace mlink::ui {
namespace {

StepEnd train_one(WriterPort& port, const std::string& method, const std::stop_token& stop,
                  const ProgressFn& progress) {
  StepEnd end;
  if (!port.experiment()) {
    end.error = Error{ErrorKind::unsupported, "There is no experiment behind this.", {}, {}};
    return end;
  }
  const auto rows = port.experiment()->train_methods({{method}, MethodTrainOptions{}.seed}, stop, progress);
  if (!rows)
    end.error = rows.error();
  else if (rows->front().problem)
    end.error = rows->front().problem;
  else if (rows->front().kept)
    end.summary = MethodTrainer::tr("%1 is trained already").arg(to_qt(method));
  else
    end.summary = MethodTrainer::tr("%1 trained in %2").arg(to_qt(method), to_qt(duration_text(rows->front().seconds)));
  return end;
}

}  // namespace

MethodTrainer::MethodTrainer(Worker* worker, QObject* parent) : QObject(parent), worker_(worker) {
  connect(worker, &Worker::step_finished, this, [this] { look(); });
  connect(worker, &Worker::job_changed, this, &MethodTrainer::look);
  connect(worker, &Worker::opened, this, [this] {
    failed_.clear();
    ran_ = nullptr;
    method_.clear();
  });
}

void MethodTrainer::dress(MethodOffer& offer, const std::string& why, const Overview& overview) const {
  const Method* const method = find_method(offer.name.toStdString());
  // The core tells its own command where it would help.
  if (offer.usable || !method || !method->needs().trained || why.find("mlink train --methods") == std::string::npos)
    return;
  if (method_ == offer.name) {
    offer.why = tr("is being trained…");
    return;
  }
  const auto& cameras = overview.cameras;
  if (method->needs().pictures &&
      std::all_of(cameras.begin(), cameras.end(), [](const CameraRow& camera) { return camera.recorded; })) {
    offer.why = tr("learns from pictures, and there are none: the outputs were recorded");
    return;
  }
  offer.trainable = true;
  offer.why = failed_.value(offer.name, tr("not trained on these outputs"));
}

void MethodTrainer::train(const QString& method) {
  if (ran_) return;
  if (!worker_->can_write()) {
    failed_.insert(method, to_qt(worker_->read_only().text()));
    return Q_EMIT changed();
  }
  ran_ = std::make_shared<Ran>();
  method_ = method;
  failed_.remove(method);
  worker_->run(WorkStep::train, [ran = ran_, name = method.toStdString()](WriterPort& port, const std::stop_token& stop,
                                                                          const ProgressFn& progress) {
    StepEnd end = train_one(port, name, stop, progress);
    ran->error = end.error;
    ran->done = true;
    return end;
  });
  Q_EMIT changed();
}

/// A step that waited and was dropped never runs: then the worker does nothing any more.
void MethodTrainer::look() {
  if (!ran_) return;
  if (ran_->done) {
    const std::optional<Error> error = ran_->error;  // end() lets go of ran_, which may be its last holder
    return end(error);
  }
  if (worker_->busy() || !worker_->waiting().empty()) return;
  end(Error{ErrorKind::stopped, {}, {}, {}});
}

void MethodTrainer::end(const std::optional<Error>& error) {
  const QString method = std::exchange(method_, {});
  ran_ = nullptr;
  if (error && error->kind != ErrorKind::stopped) failed_.insert(method, to_qt(error->text()));
  Q_EMIT changed();
  if (!error) Q_EMIT trained(method);
}

}  // namespace mlink::ui
