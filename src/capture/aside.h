// SPDX-License-Identifier: MIT
// Work that may hang in the kernel (a dead driver holds RTNL), in a thread of its own. A thread that does not come
// back is left alone, and no second one is begun beside it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "capture/loop.h"

namespace wlanmedic::capture {

class Aside {
public:
    /// `name`: of the thread, at most 15 characters.
    Aside(Loop& loop, std::string name);
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
    /// Waits a second for work that is under way, and not for work that has hung: then the thread goes on alone.
    ~Aside();

    /// Does `work` in the thread, then calls `then` in the loop. `hung` is called in the loop once, where the work
    /// has not come back after `deadline` (in which the machine was awake); it still may. False: the work before
    /// is not done, nothing happens. What `work` holds must live as long as it runs: it is destroyed in the
    /// thread.
    bool start(std::function<void()> work, std::function<void()> then, wifi::Duration deadline,
               std::function<void()> hung);

    bool is_busy() const { return busy_; }
    bool has_hung() const { return hung_; }
    /// Where in the kernel the thread stands: "rtnl_lock", or as much of the stack as may be read, the innermost
    /// first. Empty where it may not.
    std::string where() const;

private:
    struct Shared;
    void begin_thread();
    void on_done();

    Loop* loop_;
    std::string name_;
    std::shared_ptr<Shared> shared_;
    std::function<void()> then_;
    Wait done_;
    Wait deadline_;
    bool busy_ = false;
    bool hung_ = false;
};

}  // namespace wlanmedic::capture
