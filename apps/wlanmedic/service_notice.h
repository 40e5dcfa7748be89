// SPDX-License-Identifier: MIT
// What a service tells systemd (sd_notify(3)); nothing happens where nobody listens.
#pragma once

#include <string>

namespace wlanmedic::app {

class ServiceNotice {
public:
    ServiceNotice();
    bool wanted() const { return wanted_; }
    void ready();
    void reloading();
    void stopping();
    /// Told where it is another than the last.
    void status(const std::string& text);

private:
    void tell(const std::string& message) const;
    bool wanted_;
    std::string status_;
};

}  // namespace wlanmedic::app
