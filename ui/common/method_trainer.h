// Training of methods that need one of their own (drls, mtl, student), from where methods are offered: on the writer's
// thread, with progress and Stop as any long step; a method that is finished is not trained again. GUI thread only.
#pragma once

#include <QHash>
#include <QObject>
#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "ui/common/methods_menu.h"
#include "ui/common/worker.h"

namespace mlink::ui {

class MethodTrainer : public QObject {
  Q_OBJECT
 public:
  explicit MethodTrainer(Worker* worker, QObject* parent = nullptr);

  /// Says of an offer that cannot be used for want of its training that it can be trained, or why it cannot. `why`: as
  /// the core says why it cannot be used.
  void dress(MethodOffer& offer, const std::string& why, const Overview& overview) const;
  void train(const QString& method);

 Q_SIGNALS:
  void changed();  ///< dress() says something else
  void trained(const QString& method);

 private:
  struct Ran {
    std::atomic<bool> done = false;
    std::optional<Error> error;  ///< once done
  };
  void look();
  void end(const std::optional<Error>& error);
  Worker* worker_;
  std::shared_ptr<Ran> ran_;        ///< null: none is trained now
  QString method_;                  ///< that is trained now
  QHash<QString, QString> failed_;  ///< by method: why it could not be trained
};

}  // namespace mlink::ui
