// SPDX-License-Identifier: MIT
#include "lab/guest/message_bus.h"

#include <sys/stat.h>
#include <unistd.h>

#include "lab/guest/file_text.h"

namespace wlanmedic::lab {

wifi::Result<pid_t> start_message_bus(Loop& loop, Processes& processes) {
    constexpr const char* socket = "/run/dbus/system_bus_socket";
    ::mkdir("/run/dbus", 0755);
    ::mkdir("/var/lib", 0755);
    ::mkdir("/var/lib/dbus", 0755);
    put_text("/etc/machine-id", "00000000000000000000000000000001\n");
    put_text("/run/dbus/system.conf",
             "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
             "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
             "<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>"
             "<auth>EXTERNAL</auth><policy context=\"default\"><allow user=\"*\"/><allow own=\"*\"/>"
             "<allow send_type=\"method_call\"/><allow send_type=\"signal\"/>"
             "<allow send_requested_reply=\"true\" send_type=\"method_return\"/>"
             "<allow send_requested_reply=\"true\" send_type=\"error\"/>"
             "<allow receive_type=\"method_call\"/><allow receive_type=\"method_return\"/>"
             "<allow receive_type=\"error\"/><allow receive_type=\"signal\"/></policy></busconfig>\n");
    const pid_t process = processes.start(
        {.words = {"dbus-daemon", "--config-file=/run/dbus/system.conf", "--nofork", "--nopidfile"},
         .log = "/out/truth/dbus.log",
         .source = {}});
    loop.run_until([] { return ::access(socket, F_OK) == 0; }, std::chrono::seconds{10});
    if (process < 0 || ::access(socket, F_OK) != 0)
        return std::unexpected(wifi::Error{.what = "dbus-daemon does not come up", .hint = "see truth/dbus.log"});
    return process;
}

}  // namespace wlanmedic::lab
