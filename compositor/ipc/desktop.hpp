// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "config/input_rules.hpp"
#include "config/key_chord.hpp"
#include "config/output_spec.hpp"
#include "image/image.hpp"
#include "wm/model.hpp"

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::ipc {

/// A window as IPC peers see it.
struct Surface {
    WindowId id;
    std::string app_id;
    std::string title;
    pid_t pid = 0; ///< of the client; 0 when unknown
    bool x11 = false;
    std::string x11_class;
    std::string x11_instance;
    std::string tag;  ///< tells it from the program's others; empty for none, as the next
    std::string icon; ///< name in the icon theme, as the client gave it
    std::vector<int> icon_sizes;   ///< px, smallest first: pictures that the client gave
    std::uint64_t icon_serial = 0; ///< another one each time its icon changes; 0: it had none
    wm::WindowState state;
    std::string output;     ///< name; empty when there is none
    std::string identifier; ///< in ext-foreign-toplevel-list v1, for tools that speak Wayland
};

/// An output as IPC peers see it.
struct Output {
    OutputId id;
    std::string name;
    std::string description;
    bool enabled = false;
    bool is_virtual = false; ///< headless: may be removed by IPC
    Size mode;               ///< physical px
    int refresh_mhz = 0;     ///< mHz
    double scale = 1;
    config::Transform transform{};
    Box box;                           ///< layout coordinates, logical px
    Box usable;                        ///< less panels
    std::optional<bool> adaptive_sync; ///< whether it is used now; none: it is not supported
    bool tearing = false;              ///< fullscreen windows that want to may tear

    friend bool operator==(const Output&, const Output&) = default;
};

/// A Wayland client as IPC peers see it.
struct WaylandClient {
    pid_t pid = 0;
    std::int64_t user = 0;
    std::string executable;   ///< empty when it cannot be read
    bool by_own_word = false; ///< the kernel does not tell it, the program itself does
    bool sandboxed = false;   ///< has a security context; the next three are its parts
    std::string engine;
    std::string app_id;
    std::string instance_id;
    int windows = 0;
    std::vector<std::string> privileged; ///< interfaces that it may bind and not everybody may
};

/// A headset that is plugged in, or another display that is offered for leases.
struct Headset {
    std::string connector;
    std::uint32_t connector_id = 0; ///< KMS object
    std::string card;               ///< "card0"
    std::string name;               ///< may be empty
    std::vector<std::string> evidence;
    std::uint64_t lease = 0; ///< 0: nobody has it
    Size mode;               ///< the display's own choice, physical px
    int refresh_mhz = 0;     ///< mHz
    Size panel;              ///< known of such a model, all eyes, px; empty: not known
    int panel_refresh_mhz = 0;
    bool desktop = false;   ///< no headset: the desktop's until it is leased
    bool withdrawn = false; ///< nobody is offered it
};

/// Who has headsets, or asks for them.
struct Lease {
    std::uint64_t id = 0;
    std::vector<std::string> connectors;
    pid_t pid = 0;            ///< 0: an X11 program, of which no more is known
    std::string executable;   ///< empty when it cannot be read
    bool by_own_word = false; ///< as of WaylandClient
    bool sandboxed = false;   ///< the next two are of the sandbox
    std::string engine;
    std::string app_id;
    bool granted = false; ///< else it waits for an answer
};

/// What was decided from the machine at the start.
struct Decision {
    std::string subject; ///< "renderer"
    std::string choice;  ///< "gles2 on /dev/dri/renderD128"
    std::string reason;
    bool warns = false; ///< not as planned

    friend bool operator==(const Decision&, const Decision&) = default;
};

/// A GPU of this machine.
struct Gpu {
    enum class Use : std::uint8_t {
        none,     ///< it drives no outputs of ours
        open,     ///< its outputs are shown
        waiting,  ///< it is opened once something is plugged in
        released, ///< it was given away
    };

    std::string id;     ///< its bus: "pci-0000:01:00.0"
    std::string name;   ///< "Navi 23"; may be empty
    std::string driver; ///< of the kernel
    std::string card;   ///< "/dev/dri/card0"; empty without one, as the next
    std::string render;
    Use use = Use::none;
    bool draws = false; ///< what is shown
};

/// How the compositor is.
struct Status {
    std::string summary;      ///< one line: its display, its backend, what draws
    std::string config_error; ///< why the config file is not in force; empty: it is
};

struct PointerState {
    double x = 0; ///< layout coordinates, logical px
    double y = 0;
};

/// Parts of the compositor that a build or a session may be without.
struct Features {
    bool xwayland = false;
    bool vr = false;
};

/// What IPC may ask of the compositor. The server implements it; all calls are on its one thread
/// and either happen whole or return an error that names what was wrong.
class Desktop {
public:
    virtual ~Desktop() = default;

    [[nodiscard]] virtual std::vector<Surface> surfaces() const = 0;
    [[nodiscard]] virtual std::optional<Surface> surface(WindowId id) const = 0;
    [[nodiscard]] virtual WindowId focused() const = 0;
    /// Of the pictures in icon_sizes the best for @p wished px.
    [[nodiscard]] virtual Result<Image> icon(WindowId id, int wished) const = 0;
    virtual Result<void> close(WindowId id) = 0;

    /// Starts moving (or resizing) with the pointer; fails when no button is down.
    virtual Result<void> begin_move(WindowId id) = 0;
    virtual Result<void> begin_resize(WindowId id) = 0;

    /// The window model. After changing it, call model_changed() once.
    [[nodiscard]] virtual wm::Model& model() = 0;
    virtual void model_changed() = 0;

    [[nodiscard]] virtual std::vector<Output> outputs() const = 0;
    virtual Result<OutputId> add_output(const config::OutputSpec& spec) = 0;
    virtual Result<void> remove_output(OutputId id) = 0;
    virtual Result<void> set_output(OutputId id, const config::OutputSettings& settings) = 0;

    [[nodiscard]] virtual std::vector<config::InputState> inputs() const = 0;

    [[nodiscard]] virtual std::vector<WaylandClient> clients() const = 0;

    [[nodiscard]] virtual std::vector<Headset> headsets() const = 0;
    [[nodiscard]] virtual std::vector<Lease> leases() const = 0;
    virtual Result<void> answer_lease(std::uint64_t id, bool allow) = 0;
    virtual Result<void> revoke_lease(std::uint64_t id) = 0;
    /// Offers a display for leases, or does so no more, by its connector's name.
    virtual Result<void> offer_lease(const std::string& connector) = 0;
    virtual Result<void> withdraw_lease(const std::string& connector) = 0;

    [[nodiscard]] virtual std::vector<Gpu> gpus() const = 0;
    [[nodiscard]] virtual std::vector<Decision> decisions() const = 0;
    /// Gives a GPU away, or takes it back, by its id, card, render node or driver.
    virtual Result<void> release_gpu(const std::string& name) = 0;
    virtual Result<void> acquire_gpu(const std::string& name) = 0;

    [[nodiscard]] virtual Features features() const { return {}; }

    [[nodiscard]] virtual bool headless() const = 0; ///< no physical or nested outputs at all
    [[nodiscard]] virtual PointerState pointer() const = 0;

    [[nodiscard]] virtual Status status() const = 0;
    virtual Result<void> reload_config() = 0;
    virtual Result<pid_t> spawn(const std::string& command) = 0; ///< by /bin/sh -c
    virtual void exit() = 0;
};

} // namespace exwm_vr::ipc
